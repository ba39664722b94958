# The bot in a container: docker build -t jiannuo . ; how to run it stands in README.md.

FROM python:3.13.9-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/jiannuo
COPY requirements-build.lock requirements.lock ./
RUN /opt/jiannuo/bin/pip install --no-cache-dir --require-hashes -r requirements-build.lock \
 && /opt/jiannuo/bin/pip install --no-cache-dir --no-build-isolation --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY commitments ./commitments
COPY store ./store
COPY handlers ./handlers
COPY bot ./bot
RUN /opt/jiannuo/bin/pip install --no-cache-dir --no-build-isolation --no-deps .

FROM python:3.13.9-slim-bookworm
# The type of the pictures.
RUN apt-get update \
 && apt-get install -y --no-install-recommends fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /data --no-create-home jiannuo \
 && install -d -o jiannuo -g jiannuo /data
COPY --from=build /opt/jiannuo /opt/jiannuo
COPY seeds /app/seeds
ENV PATH=/opt/jiannuo/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    JIANNUO_DB=/data/jiannuo.db \
    JIANNUO_TELEGRAM_TOKEN_FILE=/run/secrets/jiannuo_telegram_token
WORKDIR /app
USER jiannuo
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=1m --timeout=20s --start-period=30s CMD ["jiannuo", "doctor", "--quick"]
ENTRYPOINT ["jiannuo"]
CMD ["run"]
