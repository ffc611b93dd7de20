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
    void a_function_between_two_dollars_is_one_statement_with_its_comments() {
        String function =
                "create or replace function f(a int) returns int language plpgsql as $$\n-- don't; stop\nbegin\n"
                        + "  return $1; -- the first\nend $$";
        assertThat(SqlScript.statements(
                        "-- it's here; no\n" + function + ";\nselect $1; do $b1$ begin null; end $b1$;"))
                .containsExactly(function, "select $1", "do $b1$ begin null; end $b1$");
    }

    @Test
    void names_in_backticks_and_literals_of_any_length_are_kept_whole() {
        String longLiteral = "select '" + "x;".repeat(100_000) + "'";
        assertThat(SqlScript.statements("drop table `a;b`;" + longLiteral))
                .containsExactly("drop table `a;b`", longLiteral);
    }

    @Test
    void a_script_of_comments_has_no_statements() {
        assertThat(SqlScript.statements("-- nothing\n")).isEmpty();
    }
}
