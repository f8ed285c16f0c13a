"""Services that papers are fetched from: one file a service, over one HTTP layer."""
