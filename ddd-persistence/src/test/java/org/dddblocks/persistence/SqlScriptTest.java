package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlScriptTest {

    @Test
    void statements_end_at_semicolons_and_comments_disappear() {
        assertThat(SqlScript.statements("-- first; one\ncreate table a (b int); /* no; */ drop table a ;\n;\n"))
                .containsExactly("create table a (b int)", "drop table a");
    }

    @Test
    void semicolons_in_literals_names_and_functions_are_no_ends() {
        assertThat(SqlScript.statements("insert into a values ('it''s; -- here'); select \"a;b\" from c"))
                .containsExactly("insert into a values ('it''s; -- here')", "select \"a;b\" from c");
        assertThat(SqlScript.statements("create function f() as $body$ begin; end; $body$ language plpgsql; select 1"))
                .containsExactly("create function f() as $body$ begin; end; $body$ language plpgsql", "select 1");
    }

    @Test
    void a_script_of_comments_has_no_statements() {
        assertThat(SqlScript.statements("-- nothing\n")).isEmpty();
    }
}
