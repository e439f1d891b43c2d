# The example backend: what it needs to run and nothing else, not as root.
#   docker build -f deploy/compose/backend.Dockerfile -t agent-otel/example-backend:local .
FROM node:26.10.0-bookworm-slim AS build
WORKDIR /source
ENV CI=true npm_config_update_notifier=false
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml tsconfig.json tsconfig.base.json ./
COPY packages ./packages
RUN npx --yes pnpm@12.21.0 install --frozen-lockfile --filter "@agent-otel/example-backend..." --filter agent-otel \
  && npx --yes pnpm@12.21.0 exec tsc --build packages/example-backend \
  && npx --yes pnpm@12.21.0 --filter @agent-otel/example-backend deploy --prod /app

FROM node:26.10.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=root:root /app ./
COPY --chown=root:root deploy/compose/demo-model.mjs ./deploy/demo-model.mjs
# The image's own user, by number: Kubernetes checks runAsNonRoot by it.
USER 1000:1000
EXPOSE 3010
# Node.js as process 1: it gets the SIGTERM of the engine and ends by itself, with its last spans sent.
CMD ["node", "--import", "@agent-otel/sdk/register", "dist/main.js"]
