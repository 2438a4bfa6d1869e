from exchange.models.runs import ImportRun

__all__ = ["ImportRun"]
