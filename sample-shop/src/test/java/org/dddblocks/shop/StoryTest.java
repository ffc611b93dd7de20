package org.dddblocks.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The story as a newcomer sees it. */
class StoryTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

    @Test
    void one_order_is_delivered_one_is_out_of_stock_and_one_is_declined() {
        assertThat(tell()).isZero();
        assertThat(complaints.toString(StandardCharsets.UTF_8)).isEmpty();
        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(steps(lines, "S-1"))
                .containsSubsequence(
                        "ordering OrderPlaced",
                        "ordering <- AcceptOrder",
                        "inventory <- ReserveStock",
                        "payment <- AuthorisePayment",
                        "payment <- CapturePayment",
                        "delivery <- ShipOrder",
                        "delivery ParcelDelivered",
                        "ordering <- CompleteOrder",
                        "ordering OrderDelivered");
        assertThat(steps(lines, "S-2"))
                .containsSubsequence(
                        "inventory <- ReserveStock",
                        "inventory GoodsShort",
                        "ordering <- RejectOrder",
                        "ordering OrderRejected")
                .doesNotContain("payment <- AuthorisePayment");
        assertThat(steps(lines, "S-3"))
                .containsSubsequence(
                        "inventory GoodsReserved",
                        "payment AmountDeclined",
                        "inventory <- ReleaseStock",
                        "inventory GoodsReleased",
                        "ordering <- RejectOrder",
                        "ordering OrderRejected");
        assertThat(lines).anyMatch(line -> line.contains("3 orders: 1 completed, 2 rejected"));
        assertThat(lines.stream().filter(line -> line.startsWith("  ")))
                .as("each step names its context, its command or event, what it is about, and why")
                .allMatch(line -> line.matches(" {2}[a-z]+ +(<- )?[A-Z]\\w+ +\\S+ +\\w.*"));
    }

    @Test
    void nothing_is_left_running() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        assertThat(tell()).isZero();
        Set<String> left = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !before.contains(thread))
                .filter(thread -> !thread.isDaemon() || thread.getName().startsWith("ddd-"))
                .map(Thread::getName)
                .collect(Collectors.toSet());
        assertThat(left).isEmpty();
    }

    private int tell() {
        return ShopCommand.execute(
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                new PrintStream(complaints, true, StandardCharsets.UTF_8),
                "story");
    }

    /** Context and step of each line about an order: {@code   inventory  <- ReserveStock  S-1  because …}. */
    private static List<String> steps(List<String> lines, String order) {
        return lines.stream()
                .filter(line -> line.startsWith("  ") && line.contains(" " + order + " "))
                .map(line -> line.trim().split(" +"))
                .map(words -> words[0] + " " + (words[1].equals("<-") ? "<- " + words[2] : words[1]))
                .toList();
    }
}
