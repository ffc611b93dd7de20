package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who may do less than create tables. */
class SchemaRightsTest {

    @OnEachDatabase
    void a_user_who_may_create_nothing_starts_and_works_on_what_another_one_installed(TestDatabase kind) {
        RestrictedUser restricted = RestrictedUser.on(kind);
        Database owner = Database.over(restricted.owner()).schema(restricted.schema());
        owner.install(Boxes.V1);
        restricted.grant(kind, "select, insert, update, delete");
        Database runner = Database.over(restricted.user()).schema(restricted.schema());
        assertThatCode(() -> runner.install(Boxes.V1)).doesNotThrowAnyException();
        assertThatCode(() -> runner.requireInstalled(Boxes.V1)).doesNotThrowAnyException();
        Boxes.run(runner, "insert into " + runner.table("box") + " (id) values (1)");
        assertThat(Boxes.count(owner)).isOne();
    }

    @OnEachDatabase
    void a_user_who_may_create_nothing_is_told_who_must_install(TestDatabase kind) {
        RestrictedUser restricted = RestrictedUser.on(kind);
        Database owner = Database.over(restricted.owner()).schema(restricted.schema());
        owner.install(Boxes.V1);
        restricted.grant(kind, "select, insert, update, delete");
        Database runner = Database.over(restricted.user()).schema(restricted.schema());
        assertThatThrownBy(() -> runner.install(Boxes.V1, Boxes.V2))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContainingAll("this user may not do", "database.print");
        assertThat(Boxes.journal(owner)).containsExactly("box 1");
    }

    @OnEachDatabase
    void a_user_who_may_only_read_reads_and_is_refused_at_the_first_write(TestDatabase kind) {
        RestrictedUser restricted = RestrictedUser.on(kind);
        Database owner = Database.over(restricted.owner()).schema(restricted.schema());
        owner.install(Boxes.V1);
        restricted.grant(kind, "select");
        Database reader = Database.over(restricted.user()).schema(restricted.schema());
        reader.install(Boxes.V1);
        assertThat(Boxes.count(reader)).isZero();
        assertThatThrownBy(() -> Boxes.run(reader, "insert into " + reader.table("box") + " (id) values (1)"))
                .isInstanceOfSatisfying(
                        PersistenceException.class,
                        refused -> assertThat(refused.retryable()).isFalse())
                .hasMessageContainingAll("this user may not do", "select, insert, update and delete");
        assertThat(Boxes.count(owner)).isZero();
    }
}
