# Holdfast in a container: one process, one volume, not root.
#
#   docker build -t holdfast .
#   docker run -p 127.0.0.1:8000:8000 -v holdfast:/var/lib/holdfast -e HOLDFAST_SERVER_OPEN=true holdfast

FROM python:3.13-slim AS build
# Compiles the inner loops of search; nothing of this stage but the wheels is kept.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY constraints.txt ./
COPY pyproject.toml setup.py MANIFEST.in README.md LICENSE ./
COPY src src
RUN pip wheel --no-cache-dir --wheel-dir /wheels --constraint constraints.txt ".[openai,anthropic,mcp]"

FROM python:3.13-slim
# The wheels were chosen, and their versions pinned, above.
# hadolint ignore=DL3013
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels "holdfast[openai,anthropic,mcp]" \
    && python -m holdfast.providers.facts \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin holdfast \
    && install --directory --owner=holdfast --group=holdfast --mode=0700 /var/lib/holdfast
ENV HOLDFAST_SERVER_HOST=0.0.0.0 \
    HOLDFAST_DATA_DIRECTORY=/var/lib/holdfast \
    PYTHONUNBUFFERED=1
USER 10001
WORKDIR /var/lib/holdfast
VOLUME /var/lib/holdfast
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["holdfast"]
CMD ["serve"]
