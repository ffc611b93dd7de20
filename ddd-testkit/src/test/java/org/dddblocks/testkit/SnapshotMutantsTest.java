package org.dddblocks.testkit;

import org.junit.jupiter.api.Test;

/** Snapshots broken on purpose: each names beforehand the contract tests that must fail, and all others pass. */
class SnapshotMutantsTest {
    @Test
    void an_older_snapshot_that_replaces_a_newer_one_is_found_out() {
        MutantsTest.assertFails(
                SnapshotMutants.OlderReplacesNewer.class, "an_older_snapshot_never_replaces_a_newer_one");
    }

    @Test
    void a_snapshot_of_other_code_that_is_used_is_found_out() {
        MutantsTest.assertFails(SnapshotMutants.ForeignFingerprint.class, "a_snapshot_of_other_code_is_not_used");
    }

    @Test
    void snapshots_that_outlive_their_stream_are_found_out() {
        MutantsTest.assertFails(
                SnapshotMutants.OutliveTheirStream.class,
                "a_deleted_root_is_gone_with_its_snapshots_and_cannot_be_added_again",
                "a_snapshot_that_comes_after_the_deletion_of_its_stream_is_not_kept",
                "a_snapshot_that_is_kept_while_its_stream_is_deleted_does_not_stay");
    }

    @Test
    void a_snapshot_of_what_was_rolled_back_is_found_out() {
        MutantsTest.assertFails(
                SnapshotMutants.AlsoAfterARollback.class,
                "a_snapshot_asked_for_in_a_transaction_that_rolls_back_leaves_no_trace");
    }

    @Test
    void a_root_that_several_share_is_found_out() {
        MutantsTest.assertFails(SnapshotMutants.SharedRoot.class, "changing_a_loaded_root_changes_no_later_load");
    }
}
