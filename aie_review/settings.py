"""All settings, read from the environment; ``docs/operating.md`` lists every variable.

Without any variable the site runs alone on one machine: SQLite, files in ``var/``, Celery's worker
with a broker inside its own process. ``DATABASE_URL``, ``CELERY_BROKER_URL`` and ``STORAGE_URL``
move each of them elsewhere. A ``SITE_URL`` with https makes it a production site: secure cookies,
HSTS, hashed static files, logs in JSON.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from csp.constants import NONCE, NONE, SELF
from kombu.entity import Exchange, Queue

from aie_review import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# ---------------------------------------------------------------- where and how it is reached
PORT = env.number("PORT", 8000)
SITE_URL = env.text("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
PRODUCTION = SITE_URL.startswith("https://")
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret("SECRET_KEY", VAR_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
SECRET_KEY_GIVEN = bool(env.text("SECRET_KEY"))
_site_host = urlsplit(SITE_URL).hostname or "localhost"
TRUSTED_PROXIES = env.number("BEHIND_PROXY", 0)
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS",
    (_site_host,) if PRODUCTION else (_site_host, "localhost", "127.0.0.1", "[::1]"),
)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if PRODUCTION else []

ROOT_URLCONF = "aie_review.urls"
WSGI_APPLICATION = "aie_review.wsgi.application"

INSTALLED_APPS = [
    "aie_review.apps.SiteConfig",
    "apps.demo",
    "apps.comparison",
    "apps.exports",
    "apps.annotations",
    "apps.workspace",
    "apps.dashboards",
    "apps.checkruns",
    "apps.submissions",
    "apps.courses",
    "apps.activity",
    "apps.accounts",
    "apps.jobs",
    "apps.common",
    "allauth",
    "allauth.account",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "csp",
]

MIDDLEWARE = [
    "apps.common.compression.CompressionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apps.common.middleware.RequestLogMiddleware",
    "apps.common.unavailable.TroubleMiddleware",
    "csp.middleware.CSPMiddleware",
    "apps.submissions.middleware.UploadLimitMiddleware",
    "apps.common.guards.AddressGuard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "apps.common.clock.ClockMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.common.guards.FormGuard",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.common.middleware.LimitMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]

# ---------------------------------------------------------------- data
DATABASES = {"default": env.database("DATABASE_URL", VAR_DIR / "db.sqlite3")}
ON_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache("CACHE_URL", VAR_DIR / "cache")}
CACHE_GIVEN = bool(env.text("CACHE_URL"))

# ---------------------------------------------------------------- limits
# Each as (number, seconds); 0 turns one off. ``apps.common.limits`` counts, docs/operating.md explains.
LIMITS = {
    "requests": (env.number("LIMIT_REQUESTS", 1_200), 60),
    "uploads": (env.number("LIMIT_UPLOADS", 60), 3_600),
    "rechecks": (env.number("LIMIT_RECHECKS", 60), 3_600),
    "exports": (env.number("LIMIT_EXPORTS", 60), 3_600),
    "imports": (env.number("LIMIT_IMPORTS", 30), 3_600),
    "guesses": (env.number("LIMIT_GUESSES", 10), 300),
    "guesses_of_an_address": (env.number("LIMIT_GUESSES_OF_AN_ADDRESS", 100), 300),
    "sign_ups": (env.number("LIMIT_SIGN_UPS", 200), 3_600),
    "password_mails": (env.number("LIMIT_PASSWORD_MAILS", 5), 3_600),
    "password_mails_of_an_address": (env.number("LIMIT_PASSWORD_MAILS_OF_AN_ADDRESS", 100), 3_600),
}
TEAM_STORAGE_BYTES = env.number("TEAM_STORAGE_MB", 1_024) * 1024 * 1024
COURSE_STORAGE_BYTES = env.number("COURSE_STORAGE_MB", 51_200) * 1024 * 1024

# ---------------------------------------------------------------- files
_manifest = "apps.common.assets.HashedAssets"
_plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGE_GIVEN = bool(env.text("STORAGE_URL"))
STORAGES = {
    "default": env.storage("STORAGE_URL", VAR_DIR / "files"),
    "staticfiles": {"BACKEND": _manifest if PRODUCTION and not DEBUG else _plain},
}
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
if not PRODUCTION:
    STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise looks for it, although the finders serve here
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 60
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 2_000

# ---------------------------------------------------------------- background work
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", "memory://localhost/")
EMBEDDED_WORKER = CELERY_BROKER_URL.startswith("memory://")
QUEUE_PREFIX = env.text("QUEUE_PREFIX", "aie.")
WAKE_FILE = VAR_DIR / "wake"
PATIENCE_SECONDS = 2.0
"""How long a request waits for a child; what takes longer is a worker's, or is not shown."""
WORKER_CONCURRENCY = env.number("WORKER_CONCURRENCY", 2)
_transport = urlsplit(CELERY_BROKER_URL).scheme.partition("+")[0]
QUORUM_QUEUES = _transport in {"amqp", "amqps", "pyamqp"}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 3
_redis = {
    "visibility_timeout": 300,
    "polling_interval": 0.1,
    "socket_connect_timeout": 3,
    "global_keyprefix": QUEUE_PREFIX,
    "max_retries": 1,
}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "memory": {"polling_interval": 0.02},
    "redis": _redis,
    "rediss": _redis,
}.get(_transport, {"confirm_publish": True, "max_retries": 1, "interval_start": 0})
CELERY_TASK_DEFAULT_QUEUE = QUEUE_PREFIX + "checks"
CELERY_TASK_QUEUES = [
    Queue(
        QUEUE_PREFIX + name,
        Exchange(QUEUE_PREFIX + name),
        routing_key=QUEUE_PREFIX + name,
        queue_arguments={"x-queue-type": "quorum"} if QUORUM_QUEUES else None,
    )
    for name in ("checks", "parse", "exports", "mail")
]
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_WORKER_CONSUMER = "apps.jobs.consumer:Consumer"
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_WORKER_CONCURRENCY = WORKER_CONCURRENCY
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TIMEZONE = "UTC"

# ---------------------------------------------------------------- people
AUTH_USER_MODEL = "accounts.User"
# One only: with a second one every wrong password would be hashed twice.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "apps.accounts.forms.SignupForm",
    "reset_password": "apps.accounts.forms.ResetPasswordForm",
}
# These four are counted by ``apps.common.limits``; allauth counts the rest, in the same cache.
ACCOUNT_RATE_LIMITS = dict.fromkeys(("login", "login_failed", "signup", "reset_password"))
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = env.choice(
    "EMAIL_VERIFICATION",
    ("none", "optional", "mandatory"),
    # Without it, whoever makes an account and then signs in learns whether there was one.
    "mandatory" if env.text("EMAIL_HOST") else "none",
)
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"

# ---------------------------------------------------------------- mail
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"AIE Review <noreply@{_site_host}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# ---------------------------------------------------------------- language and time
LANGUAGE_CODE = "en"
TIME_ZONE = env.text("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True

# ---------------------------------------------------------------- security
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = PRODUCTION and env.flag("SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION and TRUSTED_PROXIES > 0 else None
)
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# ---------------------------------------------------------------- REST API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "apps.accounts.api.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "apps.accounts.api.ScopesAllow",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["apps.common.api.RequestsThrottle"],
    "EXCEPTION_HANDLER": "apps.common.api.problem_handler",
    "DEFAULT_PARSER_CLASSES": [
        "apps.common.parsers.StrictJSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "apps.common.api.Pages",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "AIE Review API",
    "DESCRIPTION": "Hand in designs, follow check runs, read findings.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "apps.common.openapi.refusals",
    ],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "ENUM_NAME_OVERRIDES": {
        "RunStateEnum": "apps.jobs.models.JobState",
        "RoleEnum": "apps.courses.models.Role",
        "ReplyKindEnum": "apps.checkruns.models.ReplyKind",
        "ThreadStateEnum": "apps.annotations.models.ThreadState",
        "AnchorStateEnum": "apps.annotations.models.AnchorState",
        "CommentTypeEnum": "apps.annotations.models.CommentType",
        "SeverityEnum": "apps.annotations.models.Severity",
        "ExportFormatEnum": "apps.exports.models.ExportFormat",
    },
}

# ---------------------------------------------------------------- drawing
LAYOUT_ENGINE = env.choice("AIE_LAYOUT_ENGINE", ("auto", "dot", "bundled"), "auto")

# ---------------------------------------------------------------- logs
LOG_FORMAT = env.choice("LOG_FORMAT", ("text", "json"), "json" if PRODUCTION else "text")
_shared: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="%H:%M:%S" if LOG_FORMAT == "text" else "iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
]
_render: list[Any] = (
    [structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer()]
    if LOG_FORMAT == "json"
    else [
        structlog.dev.ConsoleRenderer(
            colors=env.flag("LOG_COLOURS"),
            exception_formatter=structlog.dev.plain_traceback,
            pad_event_to=0,
        )
    ]
)
structlog.configure(
    processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structlog": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _shared,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_render,
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structlog"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django": {"level": "INFO"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.redirected": {"level": "WARNING"},
        "botocore": {"level": "WARNING"},
    },
}
