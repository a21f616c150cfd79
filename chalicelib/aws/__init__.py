"""Machinery: typed configuration, observability, tables, blobs, queues, secrets. Knows AWS, not the business."""
