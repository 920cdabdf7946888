"""A fake Amazon IVS that is real software: it serves boto3 and the AWS CLI unmodified."""
