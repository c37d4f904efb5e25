"""The words of the hotline, a file for each topic. Codes are stored: add new ones, change none."""
