"""What the pages show: plain values made from a report and a reading, without request or database."""
