"""XLSX: situation tables in workbooks."""
