// Loaded before the server: ends it as soon as whoever started it is gone, however that came about.
process.stdin.on("end", () => process.exit()).on("error", () => process.exit()).resume();
