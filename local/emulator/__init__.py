"""AWS on the laptop: moto's server, made durable and following the movable clock."""
