package org.dddblocks.shop;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The folder with the shop's state, locked for this process: the operating system lets go of it however the process ends. */
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** {@return the folder that is used when nobody names one} */
    static Path byDefault() {
        return Path.of(System.getProperty("user.home"), ".dddblocks", "sample-shop");
    }

    static DataFolder open(Path path) {
        if (path.toString().contains(";")) {
            throw new ShopUnavailableException(
                    "The data folder " + path
                            + " has a semicolon in its name, which the database does not allow; name another with --data.",
                    null);
        }
        if (Files.isRegularFile(path)) {
            throw new ShopUnavailableException(
                    "The data folder " + path + " is a file; name a folder with --data.", null);
        }
        try {
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locked(channel) != null) return new DataFolder(path, channel);
            channel.close();
            throw new ShopUnavailableException(
                    "The data folder " + path
                            + " is in use by another process; wait until it ends or name another with --data.",
                    null);
        } catch (IOException | SecurityException failed) {
            throw new ShopUnavailableException(
                    "The data folder " + path + " cannot be written ("
                            + failed.getClass().getSimpleName()
                            + "); give yourself the right to write there or name another with --data.",
                    failed);
        }
    }

    Path path() {
        return path;
    }

    private static @Nullable FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException endsWithTheProcessAnyway) {
            // Nothing is written to this file.
        }
    }
}
