package org.dddblocks.shop;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Starts the sample shop from the command line; {@code --help} tells the rest. */
public final class ShopMain {
    private ShopMain() {}

    /**
     * Runs one command and ends the process with its exit code; one that a signal stops ends with the signal's.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        // Descriptions in the data have pound signs; the platform's default may be ASCII.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int exit = ShopCommand.execute(out, err, arguments);
        out.flush();
        err.flush();
        // A stopped process is ending already, with the code of its signal; on JDK 17 an exit from here can come before
        // it.
        if (exit != ShopCommand.STOPPED) System.exit(exit);
    }
}
