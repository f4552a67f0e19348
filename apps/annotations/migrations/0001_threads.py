import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import apps.common.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("submissions", "0002_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("threads", models.PositiveIntegerField(default=0)),
                ("changes", models.PositiveIntegerField(default=0)),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="board",
                        to="submissions.submission",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=apps.common.ids.new_public_id,
                        editable=False,
                        max_length=26,
                        unique=True,
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField(default=1)),
                ("body", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                ("replacement", models.TextField(blank=True, null=True)),
                (
                    "sets_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "Open"),
                            ("addressed", "Addressed"),
                            ("verified", "Verified"),
                            ("reopened", "Reopened"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("saved_at", models.DateTimeField(auto_now=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("edited_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="submissions.revision",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=apps.common.ids.new_public_id,
                        editable=False,
                        max_length=26,
                        unique=True,
                    ),
                ),
                ("summary", models.TextField(blank=True)),
                ("published_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="submissions.revision",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="review",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comments",
                to="annotations.review",
            ),
        ),
        migrations.CreateModel(
            name="Thread",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=apps.common.ids.new_public_id,
                        editable=False,
                        max_length=26,
                        unique=True,
                    ),
                ),
                ("number", models.PositiveIntegerField(null=True)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("question", "Question"),
                            ("suggestion", "Suggestion"),
                            ("issue", "Issue"),
                            ("praise", "Praise"),
                            ("risk", "Risk"),
                            ("non_risk", "Non-risk"),
                            ("sensitivity_point", "Sensitivity point"),
                            ("tradeoff_point", "Trade-off point"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("blocker", "Blocker"),
                            ("error", "Error"),
                            ("warning", "Warning"),
                            ("info", "Note"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("addressed", "Addressed"),
                            ("verified", "Verified"),
                            ("reopened", "Reopened"),
                            ("dropped", "Dropped"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("finding", models.CharField(blank=True, max_length=64)),
                ("in_actions", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("change", models.PositiveIntegerField(default=0)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="threads",
                        to="submissions.revision",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="threads",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["number", "id"],
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="thread",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="annotations.thread",
            ),
        ),
        migrations.CreateModel(
            name="Anchor",
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
                            ("exact", "Same place"),
                            ("carried", "Carried, text unchanged"),
                            ("edited", "Text changed"),
                            ("relocated", "Moved or renamed, to be confirmed"),
                            ("needs_placing", "Needs placing"),
                            ("removed", "What it was about is gone"),
                        ],
                        max_length=14,
                    ),
                ),
                ("surface", models.CharField(max_length=10)),
                ("artifact", models.CharField(max_length=500)),
                ("start", models.PositiveIntegerField(null=True)),
                ("end", models.PositiveIntegerField(null=True)),
                ("element", models.CharField(blank=True, max_length=700)),
                ("label", models.CharField(blank=True, max_length=300)),
                ("quote", models.CharField(blank=True, max_length=300)),
                ("selectors", models.JSONField(default=list)),
                ("guess", models.JSONField(null=True)),
                ("score", models.FloatField(default=1.0)),
                ("method", models.CharField(blank=True, max_length=60)),
                (
                    "placed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="anchors",
                        to="submissions.revision",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="anchors",
                        to="annotations.thread",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(fields=["submission", "change"], name="annotations_thread_change"),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(fields=["author", "published_at"], name="annotations_thread_drafts"),
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.UniqueConstraint(
                fields=("submission", "number"), name="annotations_number_once"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("published_at", None)),
                fields=["author", "thread"],
                name="annotations_comment_drafts",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.UniqueConstraint(
                fields=("author", "key"), name="annotations_key_once"
            ),
        ),
        migrations.AddIndex(
            model_name="anchor",
            index=models.Index(
                fields=["revision", "artifact", "start"], name="annotations_anchor_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="anchor",
            constraint=models.UniqueConstraint(
                fields=("thread", "revision"), name="annotations_one_a_revision"
            ),
        ),
    ]
