"""What talks come to: agreed, imposed, fallen away; and the formats that carry them."""
