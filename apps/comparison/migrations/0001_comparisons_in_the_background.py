import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("checkruns", "0002_invariants"),
    ]

    operations = [
        migrations.CreateModel(
            name="ComparisonJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("partly_failed", "Partly failed"),
                            ("failed", "Failed"),
                            ("timed_out", "Timed out"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=16,
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                ("last_attempt", models.PositiveSmallIntegerField(default=3)),
                ("token", models.CharField(blank=True, max_length=32)),
                ("host", models.CharField(blank=True, max_length=128)),
                ("pid", models.PositiveIntegerField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("announced_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("phase", models.CharField(blank=True, max_length=16)),
                ("progress_done", models.PositiveSmallIntegerField(default=0)),
                ("progress_total", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.TextField(blank=True)),
                (
                    "new",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="checkruns.checkrun",
                    ),
                ),
                (
                    "old",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="checkruns.checkrun",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "running"])),
                        fields=["state", "lease_until"],
                        name="comparison_comparisonjob_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "queued",
                                    "running",
                                    "done",
                                    "partly_failed",
                                    "failed",
                                    "timed_out",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="comparison_comparisonjob_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attempt__lte", models.F("last_attempt"))),
                        name="comparison_comparisonjob_attempts_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("progress_done__lte", models.F("progress_total"))),
                        name="comparison_comparisonjob_progress_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "running"), _negated=True),
                            ("lease_until__isnull", False),
                            _connector="OR",
                        ),
                        name="comparison_comparisonjob_running_is_leased",
                    ),
                    models.UniqueConstraint(fields=("old", "new"), name="comparison_job_once"),
                ],
            },
        ),
    ]
