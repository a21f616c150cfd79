"""What only a laptop has, under `/_local/`: the outbox, the BankID app, the clock, schedules, queues and faults."""
