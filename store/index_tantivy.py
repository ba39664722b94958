"""The index for large ledgers: tantivy, in a folder beside the database.

Every commit of it holds one document that says up to which change of the ledger it has read, and that change's stamp:
whatever moment the process ends at, the folder is the index of some earlier ledger, and catches up from there. A
folder that belongs to another database, to other tokens or to nobody is built anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

import tantivy
from tantivy import Occur, Query

from commitments.tokens import VERSION, index_tokens
from store.database import in_transaction, snapshot
from store.errors import LedgerError
from store.index_texts import Form, all_forms, changed_since, forms_of, head, stamp
from store.sqlite import Database

LAYOUT = 1  # raised whenever the fields below change
_SMALL_HEAP, _HEAP = 16 << 20, 192 << 20  # bytes that are gathered before they are written
_ROUNDS = 10  # how often a writer looks for what others wrote while it was writing
_STATE = "state"
# Statement ids and change numbers are never negative; a document that is no statement has this id.
_NO_STATEMENT = 2**63


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_text_field("tokens", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field(_STATE, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("read_to", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


class TantivyIndex:
    """The index in a folder, which is made where it is not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._schema = _schema()
        self._index = self._opened()
        self._look()

    def read_to(self, db: Database) -> int:
        """The number of the last change that the index has read; -1 where it must be built anew."""
        if self._read_to < head(db):
            self._look()
        return self._read_to

    def ready(self, db: Database) -> None:
        """Nothing: the index is written when the change is committed."""

    def write(self, db: Database, added: Sequence[Form], removed: Sequence[Form]) -> None:
        """Nothing: the index reads the change when it is committed."""

    def catch_up(self, db: Database) -> None:
        """Read the changes that the index has not read yet.

        Where another process is writing the index, that one reads them: it looks for more when it is done. Raises
        LedgerError where that one is building the index, so that there is none to answer from.
        """
        if in_transaction(db):  # nothing that may be taken back is read
            return
        for _ in range(_ROUNDS):
            if self._is_current(db):
                return
            try:
                writer = self._index.writer(_SMALL_HEAP, 1)
            except ValueError as error:
                if self._is_of(db):
                    return
                raise _in_use(self._folder) from error
            if not self._is_current(db):
                with snapshot(db):
                    if self._is_of(db):
                        self._read_changes(db, writer)
                    else:
                        for _ in self._read_all(db, writer):
                            pass
            writer.wait_merging_threads()

    def rebuild(self, db: Database) -> Iterator[int]:
        """Build the index anew; yields how many statements are done. Questions use the old one until the end.

        Raises LedgerError where another process is writing the index.
        """
        try:
            writer = self._index.writer(_HEAP, 1)
        except ValueError as error:
            raise _in_use(self._folder) from error
        with snapshot(db):
            yield from self._read_all(db, writer)
        writer.wait_merging_threads()
        self.catch_up(db)

    def counts(self, db: Database, tokens: Iterable[str]) -> dict[str, int]:
        """Token → how many statements hold it; tokens that none holds are left out."""
        frequency = self._searcher.doc_freq
        return {token: count for token in tokens if (count := frequency("tokens", token))}

    def holding(
        self,
        db: Database,
        tokens: Sequence[str],
        counts: Mapping[str, int],
        places: Sequence[Sequence[str]],
        limit: int,
    ) -> list[tuple[int, float]]:
        """The statements that hold most of the tokens, rare ones counting more: id and score, best first."""
        query = self._any(self._term(token) for token in tokens)
        if places:
            within = self._any(
                Query.boolean_query([(Occur.Must, self._term(token)) for token in place]) for place in places
            )
            query = Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.const_score_query(within, 0.0))])
        hits: list[tuple[float, tantivy.DocAddress]] = self._searcher.search(query, limit, count=False).hits
        ids = cast("list[int]", self._searcher.fast_field_values("id", [address for _, address in hits]))
        return [(id_, score) for id_, (score, _) in zip(ids, hits, strict=True)]

    def _opened(self) -> tantivy.Index:
        self._folder.mkdir(exist_ok=True)
        try:
            index = tantivy.Index(self._schema, str(self._folder))
        except ValueError:
            # Fields of another version, or files that are damaged: nothing in them that the database does not have.
            shutil.rmtree(self._folder)
            self._folder.mkdir()
            index = tantivy.Index(self._schema, str(self._folder))
        index.register_tokenizer("whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        index.config_reader("Manual")
        return index

    def _look(self) -> None:
        """See the index as of its last commit."""
        self._index.reload()
        self._searcher = self._index.searcher()
        self._read_to, self._stamp = -1, ""
        state = Query.term_query(self._schema, _STATE, _STATE, index_option="basic")
        for _, address in self._searcher.search(state, 1, count=False).hits:
            version, number, self._stamp = str(self._searcher.doc(address)["read_to"][0]).split(" ")
            if version == _version():
                self._read_to = int(number)

    def _is_of(self, db: Database) -> bool:
        """Whether the index is one of this database, as it was at some time that the log goes back to."""
        return self._read_to >= 0 and self._stamp == str(stamp(db, self._read_to))

    def _is_current(self, db: Database) -> bool:
        self._look()
        return self._read_to == head(db) and self._is_of(db)

    def _read_changes(self, db: Database, writer: tantivy.IndexWriter) -> None:
        changed = changed_since(db, self._read_to)
        for id_, removed in changed.items():
            if removed:
                self._delete(writer, id_)
        for form in forms_of(db, list(changed)):
            writer.add_document(_document(form))
        self._commit(db, writer)

    def _read_all(self, db: Database, writer: tantivy.IndexWriter) -> Iterator[int]:
        writer.delete_all_documents()
        done = 0
        for batch in all_forms(db):
            for form in batch:
                writer.add_document(_document(form))
            done += len(batch)
            yield done
        self._commit(db, writer)

    def _commit(self, db: Database, writer: tantivy.IndexWriter) -> None:
        self._delete(writer, _NO_STATEMENT)
        change = head(db)
        state = tantivy.Document()
        state.add_unsigned("id", _NO_STATEMENT)
        state.add_text(_STATE, _STATE)
        state.add_text("read_to", f"{_version()} {change} {stamp(db, change)}")
        writer.add_document(state)
        writer.commit()
        self._look()

    def _delete(self, writer: tantivy.IndexWriter, id_: int) -> None:
        """Take out the documents of this id. By query: by a term, the package finds no number, and says nothing."""
        writer.delete_documents_by_query(Query.term_query(self._schema, "id", id_))

    def _term(self, token: str) -> Query:
        return Query.term_query(self._schema, "tokens", token, index_option="basic")

    def _any(self, queries: Iterable[Query]) -> Query:
        return Query.boolean_query([(Occur.Should, query) for query in queries])


def _in_use(folder: Path) -> LedgerError:
    return LedgerError(
        f"the index {folder} is being built by another program; try again when that one is done",
        "索引正由另一个程序重建，请稍后再试。",
    )


def _version() -> str:
    return f"{LAYOUT}.{VERSION}"


def _document(form: Form) -> tantivy.Document:
    id_, text = form
    document = tantivy.Document()
    document.add_unsigned("id", id_)
    document.add_text("tokens", " ".join(index_tokens(text)))
    return document
