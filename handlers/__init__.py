"""Chat: one module per feature; read the update, ask the store, render a card."""
