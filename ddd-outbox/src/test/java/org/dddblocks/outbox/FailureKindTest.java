package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.persistence.PersistenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureKindTest {
    private static final Message MESSAGE = new Message(
            UUID.randomUUID(),
            "ordering",
            new MessageKey("order", "1"),
            new MessageNumber(1, 0),
            "order-was-placed",
            1,
            "{}",
            Instant.EPOCH,
            EventMetadata.NONE,
            Map.of());

    private static Throwable bySubscriber(Throwable thrown) {
        return new DeliveryFailedException("inventory", MESSAGE, thrown);
    }

    static Map<Throwable, FailureKind> failures() {
        return Map.ofEntries(
                Map.entry(new IllegalStateException("nack"), FailureKind.REFUSED),
                Map.entry(new IOException("malformed"), FailureKind.REFUSED),
                Map.entry(new StackOverflowError(), FailureKind.REFUSED),
                Map.entry(bySubscriber(new ConnectException("its own partner")), FailureKind.REFUSED),
                Map.entry(bySubscriber(new TimeoutException("its own")), FailureKind.REFUSED),
                Map.entry(bySubscriber(new SQLException("duplicate key", "23505")), FailureKind.REFUSED),
                Map.entry(new BrokerUnavailableException("away"), FailureKind.CONNECTION),
                Map.entry(new CompletionException(new BrokerUnavailableException("away")), FailureKind.CONNECTION),
                Map.entry(bySubscriber(new BrokerUnavailableException("forwarded")), FailureKind.CONNECTION),
                Map.entry(new RuntimeException(new ConnectException("refused")), FailureKind.CONNECTION),
                Map.entry(new UnknownHostException("broker"), FailureKind.CONNECTION),
                Map.entry(new SocketTimeoutException("connect"), FailureKind.CONNECTION),
                Map.entry(new ClosedChannelException(), FailureKind.CONNECTION),
                Map.entry(new TimeoutException("no answer"), FailureKind.NO_ANSWER),
                Map.entry(bySubscriber(new OutOfMemoryError()), FailureKind.ENVIRONMENT),
                Map.entry(bySubscriber(new NoClassDefFoundError("Stock")), FailureKind.ENVIRONMENT),
                Map.entry(bySubscriber(new SQLException("gone", "08006")), FailureKind.ENVIRONMENT),
                Map.entry(
                        bySubscriber(PersistenceException.of("load", new SQLException("deadlock", "40P01"))),
                        FailureKind.ENVIRONMENT));
    }

    static Stream<Arguments> cases() {
        return failures().entrySet().stream().map(one -> Arguments.of(one.getKey(), one.getValue()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_failure_says_whose_fault_it_was(Throwable failure, FailureKind kind) {
        assertThat(FailureKind.of(failure)).isEqualTo(kind);
    }

    @Test
    void a_chain_of_causes_that_never_ends_is_given_up() {
        RuntimeException one = new RuntimeException("one");
        RuntimeException two = new RuntimeException("two", one);
        one.initCause(two);

        assertThat(FailureKind.of(one)).isEqualTo(FailureKind.REFUSED);
    }
}
