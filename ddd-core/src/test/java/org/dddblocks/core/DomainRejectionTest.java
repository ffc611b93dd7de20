package org.dddblocks.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Locale;
import java.util.UUID;
import org.dddblocks.core.example.CustomerId;
import org.dddblocks.core.example.Order;
import org.dddblocks.core.example.OrderId;
import org.junit.jupiter.api.Test;

class DomainRejectionTest {
    private static final OrderId ID = new OrderId("42");

    @Test
    void a_rejection_has_a_code_for_programs_and_a_sentence_for_people() {
        DomainRejection rejection = new DomainRejection("ORDER_SHIPPED", "Order %s is %s.", ID, "SHIPPED");

        assertThat(rejection.code()).isEqualTo("ORDER_SHIPPED");
        assertThat(rejection).hasMessage("Order 42 is SHIPPED.");
        assertThat(rejection.arguments()).containsExactly(ID, "SHIPPED");
        assertThat(rejection).hasToString("DomainRejection ORDER_SHIPPED: Order 42 is SHIPPED.");
    }

    @Test
    void null_arguments_are_kept() {
        assertThat(new DomainRejection("X", "%s and %s", null, "b").arguments()).containsExactly(null, "b");
        assertThat(new DomainRejection("X", "%s", (Object[]) null)).hasMessage("null");
        assertThat(new DomainRejection("X", "%s", (Object) null).arguments()).containsExactly((Object) null);
    }

    @Test
    void the_text_is_the_same_in_every_locale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(new DomainRejection("X", "%d of %,.2f", 1234, new java.math.BigDecimal("1234.5")))
                    .hasMessage("1234 of 1,234.50");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void a_wrong_format_shows_the_message_and_the_arguments_instead_of_failing() {
        assertThat(new DomainRejection("X", "100% sure")).hasMessage("100% sure");
        assertThat(new DomainRejection("X", "%d units", "three")).hasMessage("%d units [three]");
        assertThat(new DomainRejection("X", "%s and %s", "one")).hasMessage("%s and %s [one]");
    }

    @Test
    void a_rejection_leaves_no_stack_trace_in_a_log() {
        DomainRejection rejection = new DomainRejection("X", "no");
        rejection.addSuppressed(new IllegalStateException());

        assertThat(rejection.getStackTrace()).isEmpty();
        assertThat(rejection.getSuppressed()).isEmpty();
        assertThatThrownBy(() -> rejection.initCause(new IllegalStateException()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rejections_are_equal_by_what_they_say() {
        assertThat(new DomainRejection("X", "%s", 1))
                .isEqualTo(new DomainRejection("X", "%s", 1))
                .hasSameHashCodeAs(new DomainRejection("X", "%s", 1))
                .isNotEqualTo(new DomainRejection("Y", "%s", 1))
                .isNotEqualTo(new DomainRejection("X", "%s", "1"))
                .isNotEqualTo(new DomainRejection("X", "%s", 2));
    }

    @Test
    void a_code_that_programs_could_not_rely_on_is_refused() {
        for (String code : new String[] {"", "order_shipped", "ORDER SHIPPED", "1ORDER", "X".repeat(101)}) {
            assertThatThrownBy(() -> new DomainRejection(code, "no"))
                    .as("code <%s>", code)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("The code of a rejection is", "such as ORDER_SHIPPED");
        }
        assertThatThrownBy(() -> new DomainRejection(null, "no")).hasMessageContaining("is null");
        assertThatThrownBy(() -> new DomainRejection("X", null))
                .hasMessageContaining("The message of a rejection is null");
    }

    @Test
    void a_rejection_survives_serialization_whatever_its_arguments_are() throws IOException, ClassNotFoundException {
        UUID uuid = new UUID(1, 2);
        Order unserializable = Order.place(ID, new CustomerId("c"), "tea");
        DomainRejection sent = new DomainRejection("X", "%s %s %s %s %s", ID, 7L, null, uuid, unserializable);

        DomainRejection received = (DomainRejection) read(written(sent));

        assertThat(received.code()).isEqualTo("X");
        assertThat(received).hasMessage("42 7 null " + uuid + " Order 42");
        assertThat(received.arguments()).containsExactly("42", 7L, null, uuid, "Order 42");
        assertThat(received.getStackTrace()).isEmpty();
    }

    private static byte[] written(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}
