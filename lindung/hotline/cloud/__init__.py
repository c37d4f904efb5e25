"""WhatsApp Cloud API: what Meta says and takes. It decides nothing and knows no table."""
