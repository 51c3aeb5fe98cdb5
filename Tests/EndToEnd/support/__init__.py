"""What the tests share: running the product, speaking to it by hand, official schemas."""
