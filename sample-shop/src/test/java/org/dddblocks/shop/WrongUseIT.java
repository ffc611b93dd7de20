package org.dddblocks.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong use of the packaged jar, each as a real process: one sentence with the remedy, an exit code, no stack trace. */
class WrongUseIT {
    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
    private static final String ROW = "536365,85123A,HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n";

    @TempDir
    Path folder;

    @Test
    void a_missing_file_is_named() throws Exception {
        refused("does not exist; check the path.", "replay", "none.csv.gz");
    }

    @Test
    void a_folder_is_no_file() throws Exception {
        refused("is a folder; name a file of the data set", "replay", folder.toString());
    }

    @Test
    void a_file_that_is_no_csv_of_the_data_set_is_refused() throws Exception {
        byte[] noise = new byte[4096];
        new Random(7).nextBytes(noise);
        refused("its first line must be \"InvoiceNo,", "replay", file("noise.bin", noise));
    }

    @Test
    void a_file_named_gz_that_is_no_gzip_is_refused() throws Exception {
        refused(
                "is no CSV file of the Online Retail data set, plain or gzip",
                "replay",
                file("page.csv.gz", bytes("<html></html>\n")));
    }

    @Test
    void a_wrong_header_is_refused_with_the_right_one() throws Exception {
        refused("but is \"Invoice,Code\"", "replay", file("other.csv", bytes("Invoice,Code\n1,2\n")));
    }

    @Test
    void an_empty_file_is_refused() throws Exception {
        refused("is empty; name a file of the Online Retail data set.", "replay", file("empty.csv", new byte[0]));
    }

    @Test
    void a_header_without_rows_is_refused() throws Exception {
        refused("has no usable row after its header", "replay", file("header.csv", bytes(HEADER)));
    }

    @Test
    void a_gzip_file_that_breaks_off_is_refused_before_anything_is_sent() throws Exception {
        Path data = folder.resolve("data");
        refused("the gzip data is incomplete; fetch the file again.", "replay", truncated(), "--data", data.toString());
        assertThat(data).doesNotExist();
    }

    @Test
    void a_data_folder_in_use_by_another_process_is_refused() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        try (RandomAccessFile lock =
                        new RandomAccessFile(data.resolve("in-use.lock").toFile(), "rw");
                FileLock held = lock.getChannel().lock()) {
            assertThat(held.isValid()).isTrue();
            refused(
                    "is in use by another process; wait until it ends or name another with --data.",
                    "replay",
                    good(),
                    "--data",
                    data.toString());
        }
    }

    @Test
    void a_data_folder_that_cannot_be_written_is_refused() throws Exception {
        refused("cannot be written", "replay", good(), "--data", "/proc/none/shop");
    }

    @Test
    void a_data_folder_that_is_a_file_is_refused() throws Exception {
        refused("is a file; name a folder with --data.", "replay", good(), "--data", good());
    }

    @Test
    void a_data_folder_whose_name_the_database_cannot_take_is_refused() throws Exception {
        refused(
                "has a semicolon in its name",
                "replay",
                good(),
                "--data",
                folder.resolve("a;b").toString());
    }

    @Test
    void an_unknown_option_a_second_file_and_no_file_are_refused_with_a_pointer_to_help() throws Exception {
        refused("Unknown option: '--fast'. Run sample-shop/run --help", "--fast");
        refused("Unmatched argument at index 2: 'two.csv'. Run sample-shop/run --help", "replay", "one.csv", "two.csv");
        refused("Missing required parameter: 'FILE.csv.gz'. Run sample-shop/run --help", "replay");
        refused("Unmatched argument at index 0: 'dance'. Run sample-shop/run --help", "dance");
    }

    @Test
    void help_shows_all_commands_options_exit_codes_and_the_default_data_folder() throws Exception {
        ShopProcess.Ended help =
                ShopProcess.run(ShopProcess.packaged("--help"), folder).exited(0);

        assertThat(help.out())
                .contains(
                        "sample-shop/run [story]",
                        "replay FILE.csv.gz [--data DIR]",
                        "--version",
                        "~/.dddblocks/sample-shop",
                        "130");
        assertThat(help.err()).isEmpty();
    }

    @Test
    void version_names_the_version() throws Exception {
        assertThat(ShopProcess.run(ShopProcess.packaged("--version"), folder)
                        .exited(0)
                        .out())
                .matches("sample-shop \\d+\\..*\\R");
    }

    private void refused(String sentence, String... arguments) throws Exception {
        ShopProcess.Ended ended =
                ShopProcess.run(ShopProcess.packaged(arguments), folder).exited(2);
        assertThat(ended.err()).contains(sentence).hasLineCount(1).doesNotContain("Exception:", "\tat ");
        assertThat(ended.out()).isEmpty();
    }

    private String good() throws IOException {
        return file("good.csv", bytes(HEADER + ROW));
    }

    private String truncated() throws IOException {
        Path whole = folder.resolve("whole.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            out.write(bytes(HEADER));
            for (int n = 0; n < 2_000; n++) out.write(bytes(ROW.replace("536365", "" + (536365 + n * 7919 % 2003))));
        }
        byte[] content = Files.readAllBytes(whole);
        return file("half.csv.gz", Arrays.copyOf(content, content.length / 2));
    }

    private String file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
