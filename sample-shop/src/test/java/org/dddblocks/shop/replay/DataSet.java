package org.dddblocks.shop.replay;

import java.nio.file.Files;
import java.nio.file.Path;

/** The real files, found by the environment variable {@code DDD_DATA}. */
final class DataSet {
    private DataSet() {}

    static Path dayOne() {
        return file("online-retail-2010-12-01.csv.gz");
    }

    private static Path file(String name) {
        Path file = Path.of(System.getenv("DDD_DATA"), "online-retail", name);
        if (Files.isRegularFile(file)) return file;
        throw new IllegalStateException(
                file + " is missing: DDD_DATA must name the folder that contains online-retail/.");
    }
}
