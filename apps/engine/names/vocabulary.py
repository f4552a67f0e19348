"""Words of component names: data only, one table per question.

A Python module rather than YAML: it is read at every start and compiles to a cached file.
"""

from __future__ import annotations

GENERIC: frozenset[str] = frozenset(
    "service services svc svcs server servers cluster clusters pod pods node nodes app apps "
    "application applications system systems component components module modules instance instances "
    "container containers microservice microservices deployment deployments backend the a an of for "
    "and with our my apache amazon aws google gcp azure microsoft managed tier layer vm vms machine "
    "machines host hosts fleet group asg statefulset daemonset replicaset".split()
)
"""Words that say nothing about which component is meant; dropped unless nothing else is left."""

SYNONYMS: dict[str, str] = {
    "db": "database",
    "dbs": "database",
    "gw": "gateway",
    "apigw": "api gateway",
    "lb": "load balancer",
    "lbs": "load balancer",
    "alb": "load balancer",
    "nlb": "load balancer",
    "elb": "load balancer",
    "glb": "load balancer",
    "slb": "load balancer",
    "balancer": "balancer",
    "auth": "authentication",
    "authn": "authentication",
    "authz": "authorization",
    "rec": "recommendation",
    "recs": "recommendation",
    "reco": "recommendation",
    "recos": "recommendation",
    "recsys": "recommendation",
    "postgres": "postgresql",
    "pg": "postgresql",
    "mongo": "mongodb",
    "k8s": "kubernetes",
    "elastic": "elasticsearch",
    "mq": "message queue",
    "msg": "message",
    "mgr": "manager",
    "mgmt": "management",
    "orch": "orchestrator",
    "repo": "repository",
    "config": "configuration",
    "conf": "configuration",
    "cfg": "configuration",
    "feat": "feature",
    "feats": "feature",
    "idx": "index",
    "indices": "index",
    "indexes": "index",
    "proc": "processor",
    "sched": "scheduler",
    "notif": "notification",
    "notifs": "notification",
    "inf": "inference",
    "req": "request",
    "admin": "administration",
    "dwh": "data warehouse",
    "dw": "data warehouse",
    "fe": "frontend",
    "be": "backend",
    "vec": "vector",
    "embed": "embedding",
    "embeddings": "embedding",
    "docs": "document",
    "doc": "document",
    "img": "image",
    "vid": "video",
    "txn": "transaction",
    "tx": "transaction",
    "monitor": "monitoring",
    "obs": "observability",
    "pubsub": "pub sub",
    "gpus": "gpu",
    "apis": "api",
}
"""Short forms and their words. Applied to single words, after splitting."""

COMPOUNDS: dict[str, str] = {
    "loadbalancer": "load balancer",
    "apigateway": "api gateway",
    "apiserver": "api server",
    "eventbus": "event bus",
    "featurestore": "feature store",
    "datastore": "data store",
    "datalake": "data lake",
    "dataset": "data set",
    "vectorstore": "vector store",
    "vectordb": "vector database",
    "webserver": "web server",
    "webapp": "web app",
    "front-end": "frontend",
    "back-end": "backend",
    "messagebus": "message bus",
    "messagequeue": "message queue",
    "taskqueue": "task queue",
    "jobqueue": "job queue",
    "filestore": "file store",
    "blobstore": "blob store",
    "objectstore": "object store",
    "modelserver": "model server",
    "modelregistry": "model registry",
    "reranker": "re ranker",
    "reranking": "re ranking",
    "microservice": "microservice",
    "userdb": "user database",
    "ratelimiter": "rate limiter",
}
"""Words that people write together or apart."""

QUALIFIERS: tuple[tuple[frozenset[str], ...], ...] = (
    (frozenset({"online"}), frozenset({"offline"})),
    (
        frozenset({"primary", "master", "leader", "main"}),
        frozenset(
            {"replica", "replicas", "secondary", "standby", "slave", "follower", "backup", "copy"}
        ),
    ),
    (
        frozenset({"user", "customer", "member"}),
        frozenset({"item", "product", "catalog", "catalogue"}),
        frozenset({"order", "payment"}),
        frozenset({"seller", "merchant", "vendor", "driver"}),
    ),
    (frozenset({"read", "reader", "query"}), frozenset({"write", "writer", "ingest", "ingestion"})),
    (
        frozenset({"batch", "nightly", "offline"}),
        frozenset({"stream", "streaming", "realtime", "online"}),
    ),
    (frozenset({"internal", "private"}), frozenset({"external", "public"})),
    (frozenset({"input", "inbound", "source"}), frozenset({"output", "outbound", "sink"})),
    (frozenset({"train", "training", "trainer"}), frozenset({"serving", "inference", "serve"})),
    (frozenset({"hot"}), frozenset({"warm"}), frozenset({"cold"})),
    (frozenset({"prefill"}), frozenset({"decode"})),
    (frozenset({"producer"}), frozenset({"consumer"})),
    (frozenset({"text"}), frozenset({"image"}), frozenset({"audio"}), frozenset({"video"})),
)
"""Words that make two names different although all the others are equal."""

LONE_QUALIFIERS: frozenset[str] = frozenset({"edge", "shadow", "canary", "legacy", "staging"})
"""A name with one of these is never the same as the name without it."""

TECHNOLOGIES: dict[str, str] = {
    **dict.fromkeys("t4 l4 l40 l40s a10 a10g a30 a100 v100 h100 h200 b200 mi300x".split(), "gpu"),
    **dict.fromkeys(
        "postgresql postgres mysql mariadb sqlite oracle mssql cockroachdb yugabytedb tidb spanner "
        "aurora rds dynamodb cassandra scylladb scylla mongodb mongo couchbase couchdb firestore "
        "cosmosdb bigtable hbase accumulo neo4j neptune janusgraph dgraph tigergraph elasticsearch "
        "opensearch solr milvus pinecone weaviate qdrant chroma chromadb pgvector faiss vespa "
        "lancedb clickhouse druid pinot snowflake bigquery redshift databricks synapse duckdb "
        "timescaledb influxdb victoriametrics s3 gcs minio ceph hdfs efs ebs glacier iceberg hudi "
        "rocksdb leveldb etcd zookeeper consul foundationdb fauna supabase prometheus loki "
        "mlflow feast tecton hive documentdb keyspaces timestream memorydb".split(),
        "store",
    ),
    **dict.fromkeys(
        [
            "delta lake",
            "azure sql",
            "cloud sql",
            "blob storage",
            "cloud storage",
            "cosmos db",
            "sql server",
            "vertex feature store",
            "object storage",
        ],
        "store",
    ),
    **dict.fromkeys(
        "redis memcached valkey keydb dragonfly dragonflydb elasticache hazelcast aerospike "
        "memorystore varnish caffeine ignite".split(),
        "cache",
    ),
    **dict.fromkeys(
        "kafka rabbitmq pulsar nats kinesis sqs sns eventbridge pubsub redpanda activemq "
        "msk nsq zeromq celery bullmq mqtt mosquitto servicebus eventhubs".split(),
        "queue",
    ),
    **dict.fromkeys(
        ["pub/sub", "cloud pub/sub", "event hubs", "event hub", "service bus", "jetstream"], "queue"
    ),
    **dict.fromkeys(
        "nginx envoy haproxy traefik kong istio linkerd cloudfront cloudflare akamai fastly apigee "
        "tyk caddy zuul alb nlb elb route53 ambassador krakend".split(),
        "gateway",
    ),
    **dict.fromkeys(["api management", "cloud armor", "front door", "traffic manager"], "gateway"),
    **dict.fromkeys(
        "triton vllm torchserve kserve seldon bentoml sagemaker bedrock openai tensorrt "
        "tgi ollama llama mistral gpt-4 gpt-4o claude gemini bert whisper yolo yolov8 onnx "
        "dlrm xgboost lightgbm pytorch tensorflow cohere vertexai huggingface llama.cpp".split(),
        "model",
    ),
    **dict.fromkeys(
        ["tensorflow serving", "tf serving", "ray serve", "vertex ai", "tensorrt-llm"], "model"
    ),
    **dict.fromkeys(
        "airflow spark flink dagster prefect beam dataflow glue emr kubeflow hadoop dbt "
        "argo samza storm debezium".split(),
        "job",
    ),
    **dict.fromkeys(["step functions", "spark streaming", "kafka streams", "kafka connect"], "job"),
    **dict.fromkeys(
        "fastapi flask django spring springboot express nestjs nodejs node.js go golang rust java "
        "python kotlin scala c++ c# .net dotnet typescript javascript php laravel rails ruby grpc "
        "lambda fargate ecs eks gke aks kubernetes docker react vue angular next.js nextjs svelte "
        "flutter swift ios android graphql rest ray langchain langgraph "
        "llamaindex keycloak okta auth0 cognito opa vault grafana datadog sentry jaeger opentelemetry "
        "kibana fluentd logstash "
        "aiohttp starlette gin echo actix quarkus micronaut akka elixir phoenix erlang".split(),
        "",
    ),
    **dict.fromkeys(
        [
            "spring boot",
            "cloud run",
            "app engine",
            "cloud functions",
            "react native",
            "asp.net core",
            "ruby on rails",
            "new relic",
            "argo cd",
        ],
        "",
    ),
}
"""Technology -> the role it gives a node ("" when it gives none). Lower case."""

MANAGED: frozenset[str] = frozenset(
    {
        "s3", "dynamodb", "aurora", "sqs", "sns", "kinesis", "lambda", "cloudfront", "alb", "nlb",
        "elb", "route53", "api gateway managed", "eventbridge", "step functions", "redshift",
        "bedrock", "cognito", "efs", "glacier", "msk serverless", "appsync", "fargate", "athena",
        "keyspaces", "timestream", "documentdb", "neptune", "spanner", "bigtable", "bigquery",
        "pub/sub", "pubsub", "cloud storage", "gcs", "cloud run", "cloud functions", "app engine",
        "firestore", "cloud load balancing", "cloud cdn", "cloud armor", "cloud dns", "dataflow",
        "vertex ai", "cosmos db", "cosmosdb", "blob storage", "azure functions", "event hubs",
        "service bus", "servicebus", "eventhubs", "front door", "azure sql", "traffic manager",
        "azure cdn", "cloudflare", "akamai", "fastly", "cdn", "snowflake", "mongodb atlas",
        "pinecone", "confluent cloud", "planetscale", "auth0", "okta", "firebase", "openai",
        "supabase", "upstash", "databricks", "elastic cloud", "astra db", "dns",
    }
)  # fmt: skip
"""Services that their vendor runs redundantly."""

MANAGED_WORDS: frozenset[str] = frozenset(
    "managed saas serverless paas dbaas multi-az multiaz multi-region autoscaled".split()
)
"""Words by which an author says the same of any other component."""
