package org.dddblocks.shop;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line: what can be asked, and one sentence with the remedy for what cannot. */
@Command(
        name = "sample-shop/run",
        mixinStandardHelpOptions = true,
        versionProvider = ShopCommand.Version.class,
        sortOptions = false,
        header = "A shop that takes orders from placed to delivered, on an embedded database.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = {
            "sample-shop/run [story]",
            "       sample-shop/run replay FILE.csv.gz [--data DIR]",
            "       sample-shop/run --help | --version"
        },
        commandListHeading = "%nCommands (without one it tells the story):%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:the shop failed, or its contexts disagree with each other",
            "2:wrong use; the message says how to do it right",
            "130:stopped by Ctrl-C; run the same command again to continue",
            "143:stopped by SIGTERM, likewise"
        },
        footer = {
            "%nA replay keeps its state, an H2 file database, in the data folder DIR;",
            "by default ~/.dddblocks/sample-shop in your home folder.",
            "Stopped or killed at any moment, it is continued by the same command;",
            "replaying the same file again changes nothing."
        })
final class ShopCommand implements Callable<Integer> {
    static final int WELL = 0;
    static final int FAILED = 1;
    static final int WRONG_USE = CommandLine.ExitCode.USAGE;
    /** Never the code of a process: one that was stopped ends with its signal's. */
    static final int STOPPED = -1;

    private final PrintStream out;
    private final PrintStream err;

    private ShopCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    static int execute(PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = new CommandLine(new ShopCommand(out, err));
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((wrong, all) -> wrongUse(err, wrong.getMessage()));
        line.setExecutionExceptionHandler((failed, command, all) -> failed(err, failed));
        return line.execute(arguments);
    }

    /** Tells the story. */
    @Override
    public Integer call() {
        return story();
    }

    @Command(
            name = "story",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description =
                    "One order is delivered, one is out of stock, one is declined; each step as it happens. Keeps nothing.")
    int story() {
        return new StoryRun(out, err).run();
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            sortOptions = false,
            description =
                    "Replays real orders of the UCI Online Retail data set, and prints what the shop says of them.")
    int replay(
            @Parameters(
                            paramLabel = "FILE.csv.gz",
                            description =
                                    "A file of the data set, gzip or plain. A row that cannot be used is parked and named.")
                    Path file,
            @Option(
                            names = "--data",
                            paramLabel = "DIR",
                            description =
                                    "Where the shop keeps its state; by default ~/.dddblocks/sample-shop in your home folder.")
                    @Nullable
                    Path data) {
        return new ReplayRun(out, err).run(file, data == null ? DataFolder.byDefault() : data);
    }

    private static int wrongUse(PrintStream err, @Nullable String message) {
        String sentence = message == null ? "The arguments are wrong" : message.replaceAll("\\R+", " ");
        err.println(sentence + ". Run sample-shop/run --help to see what is possible.");
        return WRONG_USE;
    }

    private static int failed(PrintStream err, Exception failed) {
        LoggerFactory.getLogger(ShopCommand.class).error("The command failed", failed);
        err.println("The shop failed: " + String.valueOf(failed.getMessage()).replaceAll("\\R+", " ")
                + " Run the same command again.");
        return FAILED;
    }

    /** From the module's descriptor or the jar's manifest, whichever there is. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String manifest = ShopCommand.class.getPackage().getImplementationVersion();
            java.lang.module.@Nullable ModuleDescriptor module =
                    ShopCommand.class.getModule().getDescriptor();
            String descriptor = module == null ? null : module.rawVersion().orElse(null);
            return new String[] {
                "sample-shop " + (descriptor != null ? descriptor : manifest != null ? manifest : "from its classes")
            };
        }
    }
}
