"""Keywords that tell a node's role: data only. The last telling word of a name decides."""

from __future__ import annotations

from apps.engine.diagrams.model import Role

PHRASES: dict[str, Role] = {
    "load balancer": "gateway",
    "reverse proxy": "gateway",
    "api gateway": "gateway",
    "feature store": "store",
    "data lake": "store",
    "data warehouse": "store",
    "model registry": "store",
    "model store": "store",
    "model server": "model",
    "model serving": "model",
    "inference service": "model",
    "inference server": "model",
    "event stream": "queue",
    "data stream": "queue",
    "event log": "queue",
    "event bus": "queue",
    "message broker": "queue",
    "mobile app": "client",
    "web app": "client",
    "web client": "client",
    "end user": "actor",
    "third party": "external",
    "3rd party": "external",
    "training job": "job",
    "training pipeline": "job",
    "batch job": "job",
    "cron job": "job",
    "cache warmer": "job",
    "service mesh": "network",
    "dead letter": "queue",
}
"""Two words that decide together."""

WORDS: dict[str, Role] = {
    **dict.fromkeys(
        "user users customer customers person visitor visitors shopper shoppers viewer student "
        "operator administrator administration administrators analyst analysts engineer editor staff "
        "tenant patient driver merchant guest traveller traveler rider passenger gamer player learner pupil "
        "teacher instructor professor doctor nurse clinician physician radiologist lawyer trader investor "
        "applicant candidate employee officer inspector technician farmer resident citizen parent fan "
        "creator author cardholder subscriber member holder "
        "courier buyer seller developer moderator owner reviewer team people".split(),
        "actor",
    ),
    **dict.fromkeys(
        "client clients browser browsers mobile device devices sdk camera cameras sensor sensors "
        "frontend ui website spa phone smartphone kiosk dashboard caller laptop tablet desktop "
        "terminal".split(),
        "client",
    ),
    **dict.fromkeys(
        "gateway balancer proxy ingress cdn waf loadbalancer reverse-proxy bff envoy router".split(),
        "gateway",
    ),
    **dict.fromkeys(
        "database store storage stores warehouse lake bucket index registry repository table tables "
        "ledger archive vault disk volume datastore catalog catalogue shard shards vectors "
        "nosql sql graphdb filesystem lakehouse".split(),
        "store",
    ),
    **dict.fromkeys("cache caches".split(), "cache"),
    **dict.fromkeys(
        "queue queues topic topics bus broker kafka pubsub mailbox dlq eventbus".split(), "queue"
    ),
    **dict.fromkeys(
        "model models llm ranker reranker embedder classifier detector inference predictor "
        "transformer vlm slm".split(),
        "model",
    ),
    **dict.fromkeys(
        "job jobs cron batch pipeline trainer training etl crawler scraper backfill nightly retraining "
        "retrainer exporter importer".split(),
        "job",
    ),
    **dict.fromkeys("external thirdparty provider vendor partner saas".split(), "external"),
    **dict.fromkeys("network internet vpc dns firewall vpn mesh subnet".split(), "network"),
    **dict.fromkeys(
        "service services api server engine orchestrator processor manager controller worker workers "
        "backend handler function lambda consumer producer scheduler aggregator dispatcher indexer "
        "monitor monitoring collector agent limiter validator builder loader fetcher generator "
        "resolver notifier recommender microservice module adapter connector writer reader "
        "ingestion".split(),
        "service",
    ),
}
"""Single words."""

CALLER_IDS: frozenset[str] = frozenset(
    "user users u client clients customer customers actor browser visitor person enduser".split()
)
"""Ids of nodes that call and are not called: whoever they are, they are no service."""

CALLER_SHAPES: frozenset[str] = frozenset({"stadium", "circle", "double-circle", "person"})
"""Shapes in which callers are drawn."""

ASYNC_WORDS: frozenset[str] = frozenset(
    "async asynchronous asynchronously event events publish publishes published consume consumes "
    "consumed subscribe subscribes subscribed emit emits enqueue enqueues dequeue produce produces "
    "pub/sub pubsub nightly batch cdc".split()
)
"""Words on an edge that tell that nobody waits for it."""

SCHEDULED_WORDS: frozenset[str] = frozenset(
    "nightly cron batch daily hourly weekly scheduled schedule scheduler periodic offline timer".split()
)
"""Words of a feed that runs by the clock: it is no entry of requests."""
