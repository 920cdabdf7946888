"""What IVS says: the only package, beside the simulator, that imports botocore."""
