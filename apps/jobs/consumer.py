"""The part of Celery's worker that talks to the broker, without what we do not use."""

from __future__ import annotations

from typing import ClassVar

from celery.worker import consumer


class Consumer(consumer.Consumer):
    """Leaves out delayed delivery: it would declare 28 queues and exchanges on RabbitMQ.

    Nothing here is ever sent with a delay; the sweep decides when work is due.
    """

    class Blueprint(consumer.Consumer.Blueprint):
        """The steps of the consumer."""

        default_steps: ClassVar[list[str]] = [
            step
            for step in consumer.Consumer.Blueprint.default_steps
            if not step.endswith(":DelayedDelivery")
        ]
