"""Small designs with three diagrams in several dialects, and ways to break them."""

from __future__ import annotations

SHOP = """# Shop search

## Architecture
```mermaid
%% title: Figure 1 Components
flowchart LR
  user([Shopper]) -->|HTTPS| cdn[CDN]
  cdn --> lb[Load Balancer]
  lb --> gw["API Gateway<br/>[Kong]"]
  gw --> search[Search Service]
  search --> vec[(Vector Store)]
  search --> prof[(Profile Database)]
  search -.->|clicks| topic[[Click Topic]]
  topic -.-> agg[Click Aggregator]
  agg -.-> prof
```

```mermaid
%% title: Figure 2 A query
sequenceDiagram
  actor U as Shopper
  participant G as API Gateway
  participant S as Search Service
  participant V as Vector Store
  U->>+G: GET /search
  G->>+S: search(q)
  S->>V: nearest(q)
  V-->>S: ids
  S-->>-G: hits
  G-->>-U: 200
```

```mermaid
%% title: Figure 3 Deployment
flowchart TB
  subgraph az1 [Availability zone 1]
    c1[CDN x2]
    l1["Load Balancer ×1"]
    g1["API Gateway [6]"]
    s1["Search Service<br/>replicas: 12"]
    v1[(Vector Store x3)]
    p1[(Profile Database x2)]
    t1[[Click Topic x3]]
    a1[Click Aggregator x2]
  end
  subgraph az2 [Availability zone 2]
    c2[CDN x2]
    l2["Load Balancer ×1"]
    g2["API Gateway [6]"]
    s2["Search Service<br/>replicas: 12"]
    v2[(Vector Store x3)]
    p2[(Profile Database x2)]
    t2[[Click Topic x3]]
    a2[Click Aggregator x2]
  end
```
"""

BANK = """# Fraud scoring

## System design
```mermaid
C4Container
  title Container view
  Person(client, "Merchant")
  System_Ext(bank, "Card Network")
  System_Boundary(fraud, "Fraud scoring") {
    Container(edge, "Ingress Proxy", "Envoy")
    Container(dec, "Decision Engine", "Go")
    Container(ml, "Fraud Model Server", "Triton, L4")
    ContainerDb(feat, "Feature Store", "ScyllaDB")
    ContainerQueue(bus, "Payment Events", "Kafka")
    Container(train, "Label Builder", "Spark")
  }
  Rel(client, edge, "scores a payment", "HTTPS")
  Rel(edge, dec, "forwards", "gRPC")
  Rel(dec, ml, "predicts", "gRPC")
  Rel(dec, feat, "reads", "CQL")
  Rel(dec, bank, "asks", "ISO 8583")
  Rel(dec, bus, "publishes", "async")
  Rel(bus, train, "consumes", "async")
```

```mermaid
sequenceDiagram
  participant M as Merchant
  participant E as IngressProxy
  participant D as Decision Engine
  participant F as FeatureStore
  participant P as Fraud Model Server (Triton)
  M->>E: POST /score
  E->>D: score
  D->>F: features
  F-->>D: vector
  D->>P: predict
  P-->>D: 0.97
  D-->>E: decline
  E-->>M: 200
```

```mermaid
C4Deployment
  title Deployment view
  Deployment_Node(a, "Zone A", "eu-west-1a") {
    Deployment_Node(ka, "Kubernetes nodes") {
      Container(e1, "Ingress Proxy x2", "Envoy")
      Container(d1, "Decision Engine x8", "Go")
      Container(m1, "Fraud Model Server x4", "Triton")
      Container(l1, "Label Builder x1", "Spark")
    }
    ContainerDb(f1, "Feature Store x3", "ScyllaDB")
    ContainerQueue(q1, "Payment Events x3", "Kafka")
  }
  Deployment_Node(b, "Zone B", "eu-west-1b") {
    Deployment_Node(kb, "Kubernetes nodes") {
      Container(e2, "Ingress Proxy x2", "Envoy")
      Container(d2, "Decision Engine x8", "Go")
      Container(m2, "Fraud Model Server x4", "Triton")
      Container(l2, "Label Builder x1", "Spark")
    }
    ContainerDb(f2, "Feature Store x3", "ScyllaDB")
    ContainerQueue(q2, "Payment Events x3", "Kafka")
  }
```
"""

CHAT = """# Assistant

## Architecture
```mermaid
flowchart TD
    U[User] --> W[Web App]
    W --> AG[api-gateway]
    AG --> CH[ChatOrchestrator]
    CH -->|prompt| LLM{{LLM Inference - vLLM}}
    CH -->|history| CDB[(Conversation DB)]
    CH -->|top-k| VDB[(Vector DB)]
    CH -.-> Q>Audit Queue]
    Q -.-> AU(Audit Writer)
```

```mermaid
sequenceDiagram
    User->>API Gateway: ask
    API Gateway->>Chat Orchestrator: ask
    Chat Orchestrator->>Vector DB: top-k
    Vector DB-->>Chat Orchestrator: passages
    Chat Orchestrator->>LLM Inference: prompt
    LLM Inference-->>Chat Orchestrator: tokens
    Chat Orchestrator-->>API Gateway: tokens
    API Gateway-->>User: tokens
```

```mermaid
flowchart LR
    subgraph Cluster-1
        n1["API Gateway (3 replicas)"]
        n2["Chat Orchestrator: 6 pods"]
        n3["LLM Inference ×8"]
        n4[("Conversation DB (3 nodes)")]
        n5[("Vector DB x3")]
        n6["Audit Queue x3"]
        n7["Audit Writer x2"]
    end
    subgraph Cluster-2
        m1["API Gateway (3 replicas)"]
        m2["Chat Orchestrator: 6 pods"]
        m3["LLM Inference ×8"]
        m4[("Conversation DB (3 nodes)")]
        m5[("Vector DB x3")]
        m6["Audit Queue x3"]
        m7["Audit Writer x2"]
    end
```
"""


def without(text: str, *needles: str) -> str:
    """``text`` without the lines that hold one of ``needles``; each must occur."""
    assert all(needle in text for needle in needles)
    kept = (line for line in text.split("\n") if not any(needle in line for needle in needles))
    return "\n".join(kept)


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """``text`` with replacements, each of which must change something."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def without_fence(text: str, word: str) -> str:
    """``text`` without the diagram fence that holds ``word``."""
    parts = text.split("```mermaid")
    kept = [part for part in parts if word not in part.partition("```")[0]]
    assert len(kept) == len(parts) - 1
    return "```mermaid".join(kept)
