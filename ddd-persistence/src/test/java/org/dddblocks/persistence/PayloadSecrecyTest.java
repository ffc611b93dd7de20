package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.assertj.core.api.Assertions;
import org.dddblocks.persistence.spi.Jdbc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadSecrecyTest {
    private static final String SECRET = "S3CRET";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"secret\":\"S3CRET\",\"number\":\"S3CRET\",\"byName\":{},\"children\":[]}",
                "{\"secret\":\"S3CRET\",\"number\":-1,\"byName\":{},\"children\":[]}",
                "{\"secret\":\"S3CRET\",\"number\":1,\"byName\":{\"S3CRET\":\"S3CRET\"},\"children\":[]}",
                "{\"secret\":\"S3CRET\",\"number\":1,\"byName\":{},\"children\":\"S3CRET\"}",
                "{\"secret\":\"S3CRET\",\"number\":1,\"byName\":{}}",
                "{\"secret\":\"S3CRET\",\"number\":1.5,\"byName\":{},\"children\":[]}",
                "{\"secret\":\"S3CRET\",\"secret\":\"S3CRET\",\"number\":1,\"byName\":{},\"children\":[]}",
                "{\"secret\":\"S3CRET\",\"number\":1,\"byName\":{},\"children\":[]} S3CRET",
                "{\"secret\":\"S3CRET\",\"number\":1,\"byName\":{},\"children\":[],\"more\":\"S3CRET\"}",
                "S3CRET",
                "\"S3CRET\"",
                "null",
                "{\"secret\":\"S3CRET",
                ""
            })
    void a_payload_that_cannot_be_read_is_refused_without_being_quoted(String payload) {
        JacksonCodec codec = CodecSample.codec().build();
        Throwable thrown = Assertions.catchThrowable(() -> codec.decode("test.Secretive", 1, payload));
        assertThat(thrown).isInstanceOf(PayloadException.class).hasMessageContaining("test.Secretive");
        assertThat(all(thrown)).doesNotContain(SECRET);
    }

    @Test
    void the_place_of_the_failure_is_named() {
        JacksonCodec codec = CodecSample.codec().build();
        String payload = CodecSample.EVERYTHING.replace("\"quantity\":2", "\"quantity\":\"two\"");
        assertThat(Assertions.catchThrowable(() -> codec.decode("test.Everything", 1, payload)))
                .hasMessageContainingAll("lines[0].quantity", "near character");
    }

    @Test
    void an_unknown_code_or_name_of_an_enum_is_refused() {
        JacksonCodec codec = CodecSample.codec().build();
        for (String payload : new String[] {
            CodecSample.EVERYTHING.replace("invoice", SECRET),
            CodecSample.EVERYTHING.replace("GREEN", SECRET),
            CodecSample.EVERYTHING.replace("\"GREEN\"", "1"),
            CodecSample.EVERYTHING.replace("\"GREEN\"", "\"colourful\"")
        }) {
            Throwable thrown = Assertions.catchThrowable(() -> codec.decode("test.Everything", 1, payload));
            assertThat(thrown).isInstanceOf(PayloadException.class);
            assertThat(all(thrown)).doesNotContain(SECRET);
        }
    }

    @OnEachDatabase
    void what_a_database_says_of_values_that_do_not_fit_is_withheld(TestDatabase kind) {
        Notes notes = Notes.on(kind);
        notes.transactions.run(() -> notes.write(SECRET));
        for (Object value : new Object[] {SECRET, (SECRET + "x").repeat(10)}) {
            Throwable thrown = Assertions.catchThrowable(() -> notes.transactions.run(
                    () -> Jdbc.update(notes.transactions.connection(), "insert into note (text) values (?)", value)));
            assertThat(thrown).isInstanceOf(PersistenceException.class).hasMessageContaining("insert into note (text)");
            assertThat(all(thrown)).doesNotContain(SECRET);
        }
        String check = "alter table note add constraint short check (char_length(text) < 3 or text = 'S3CRET')";
        notes.transactions.run(() -> Jdbc.update(notes.transactions.connection(), check));
        Throwable failing = Assertions.catchThrowable(() -> notes.transactions.run(
                () -> Jdbc.update(notes.transactions.connection(), "insert into note values (?)", "xS3CRETx")));
        assertThat(failing).hasMessageContaining("[23");
        assertThat(all(failing).replace("= 'S3CRET'", "")).doesNotContain("xS3CRETx");
    }

    private static String all(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
