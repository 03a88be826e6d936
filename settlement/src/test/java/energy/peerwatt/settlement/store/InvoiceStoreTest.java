package energy.peerwatt.settlement.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.billing.Invoice;
import energy.peerwatt.settlement.billing.Invoice.Issuer;
import energy.peerwatt.settlement.billing.Invoice.Subject;
import energy.peerwatt.settlement.billing.InvoiceDraft;
import energy.peerwatt.settlement.billing.InvoiceKind;
import energy.peerwatt.settlement.tariff.CountryPack;
import energy.peerwatt.settlement.tariff.VatRole;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InvoiceStoreTest {

    private static final Instant NOW = Instant.parse("2026-07-01T08:00:00Z");
    private static final YearMonth JUNE = YearMonth.of(2026, 6);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static Database database;
    private static InvoiceStore store;

    @BeforeAll
    static void start() throws IOException {
        database = Database.start();
        store = new InvoiceStore(database.pool());
        // The library's first use must not be a race of threads.
        store.of(new ParticipantId(100)).await().atMost(LIMIT);
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @Test
    void keepsWhatWasIssued() {
        List<Invoice> issued =
                issue("KEEP", 100, List.of(bought("12.345"), sold("7.005")), "month closed");

        assertThat(issued).extracting(Invoice::number).containsExactly(1L, 2L);
        assertThat(issued.getFirst().fullNumber()).isEqualTo("KEEP-000001");
        assertThat(store.find("KEEP", 2).await().atMost(LIMIT)).contains(issued.getLast());
        assertThat(store.of(new ParticipantId(100)).await().atMost(LIMIT))
                .containsExactlyElementsOf(issued);
    }

    @Test
    void issuingTheSameAgainDrawsNoNumber() {
        issue("SAME", 110, List.of(bought("3")), "month closed");

        assertThat(issue("SAME", 110, List.of(bought("3")), "again")).isEmpty();
        assertThat(issue("SAME", 111, List.of(bought("3")), "month closed"))
                .extracting(Invoice::number)
                .containsExactly(2L);
    }

    @Test
    void aCorrectionTakesTheInvoiceBackAndIssuesANewOne() {
        issue("CORR", 120, List.of(bought("10"), sold("4")), "month closed");

        List<Invoice> corrected =
                issue("CORR", 120, List.of(bought("9.99"), sold("4")), "values revised");

        assertThat(corrected).extracting(Invoice::number).containsExactly(3L, 4L);
        Invoice credit = corrected.getFirst();
        assertThat(credit.draft().kind()).isEqualTo(InvoiceKind.INVOICE_REVERSAL);
        assertThat(credit.reverses()).contains(1L);
        assertThat(credit.draft().gross()).hasToString("-12.00");
        assertThat(corrected.getLast().draft().gross()).hasToString("11.99");

        List<Invoice> last = issue("CORR", 120, List.of(sold("4")), "nothing bought in the end");
        assertThat(last).extracting(Invoice::number).containsExactly(5L);
        assertThat(last.getFirst().reverses()).contains(4L);
        assertThat(issue("CORR", 120, List.of(bought("9.99"), sold("4")), "bought again"))
                .as("the same as before the credit note, but that one was taken back")
                .extracting(Invoice::number)
                .containsExactly(6L);
    }

    /** Twenty writers of one series, each member's month issued by two of them. */
    @Test
    void concurrentWritersLeaveNoGapAndIssueNothingTwice() throws Exception {
        List<Future<List<Invoice>>> answers = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService writers = Executors.newFixedThreadPool(20)) {
            for (int k = 0; k < 200; k++) {
                long member = 1_000L + k / 2;
                answers.add(
                        writers.submit(() -> {
                            start.await();
                            return issue("MANY", member, List.of(bought("5")), "month closed");
                        }));
            }
            start.countDown();
        }

        List<Long> numbers = new ArrayList<>();
        for (Future<List<Invoice>> answer : answers) {
            answer.get().forEach(invoice -> numbers.add(invoice.number()));
        }
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
        assertThat(kept("MANY")).isEqualTo(numbers.stream().sorted().toList());
    }

    /** Connections are killed all the while; who sees one die asks again. */
    @Test
    void killedConnectionsLeaveNoGap() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        int failures = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(9)) {
            Future<Integer> kills = threads.submit(() -> killUntil(done));
            List<Future<Integer>> writers = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                long first = 2_000 + writer * 100L;
                writers.add(threads.submit(() -> issueAll(first)));
            }
            try {
                for (Future<Integer> writer : writers) {
                    failures += writer.get();
                }
            } finally {
                done.set(true);
            }
            assertThat(kills.get()).as("connections killed").isPositive();
        }

        assertThat(failures).as("transactions that died").isPositive();
        assertThat(kept("KILL")).isEqualTo(LongStream.rangeClosed(1, 320).boxed().toList());
    }

    private static int issueAll(long first) {
        int failures = 0;
        for (long member = first; member < first + 40; member++) {
            boolean issued = false;
            while (!issued) {
                try {
                    issue("KILL", member, List.of(bought("5")), "month closed");
                    issued = true;
                } catch (RuntimeException e) {
                    failures++;
                }
            }
        }
        return failures;
    }

    /** Ends the backend of whoever writes the series. */
    private static int killUntil(AtomicBoolean done) {
        int kills = 0;
        int lost = 0;
        while (!done.get() && lost < 1_000) {
            try {
                kills +=
                        database.pool()
                                .query(
                                        """
                                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                                        WHERE state <> 'idle' AND pid <> pg_backend_pid()
                                            AND (query LIKE '%invoice_line%'
                                                OR query LIKE 'UPDATE settlement.invoice_series%')
                                        LIMIT 1
                                        """)
                                .execute()
                                .await()
                                .atMost(LIMIT)
                                .rowCount();
            } catch (RuntimeException e) {
                lost++;
            }
        }
        return kills;
    }

    @Test
    void eachReaderOfAMembersDataHasADocumentOfItsOwn() {
        InvoiceDraft draft = draft(InvoiceKind.DATA_ACCESS, "0.30", VatRole.SMALL_BUSINESS);
        Issuer issuer = new Issuer("DATA", "Energy community", "Dorfplatz 1");
        for (long grant : new long[] {7, 8, 7}) {
            Subject reader =
                    new Subject(
                            new AreaId(1), new ParticipantId(177), "Reader", JUNE, "EUR", grant);
            store.issue(issuer, reader, List.of(draft), NOW, "month closed").await().atMost(LIMIT);
        }

        assertThat(kept("DATA")).containsExactly(1L, 2L);
        assertThat(store.of(new ParticipantId(177)).await().atMost(LIMIT)).isEmpty();
        assertThat(store.ofGrants(List.of(8L)).await().atMost(LIMIT))
                .extracting(invoice -> invoice.subject().grant())
                .containsExactly(8L);
    }

    private static List<Long> kept(String series) {
        List<Long> numbers = new ArrayList<>();
        store.of(new AreaId(1), JUNE).await().atMost(LIMIT).stream()
                .filter(invoice -> invoice.issuer().series().equals(series))
                .forEach(invoice -> numbers.add(invoice.number()));
        return numbers;
    }

    private static List<Invoice> issue(
            String series, long member, List<InvoiceDraft> drafts, String reason) {
        return store.issue(
                        new Issuer(series, "Energy community", "Dorfplatz 1"),
                        new Subject(
                                new AreaId(1),
                                new ParticipantId(member),
                                "Member " + member,
                                JUNE,
                                "EUR"),
                        drafts,
                        NOW,
                        reason)
                .await()
                .atMost(LIMIT);
    }

    private static InvoiceDraft bought(String amount) {
        return draft(InvoiceKind.INVOICE, amount, VatRole.STANDARD);
    }

    private static InvoiceDraft sold(String amount) {
        return draft(InvoiceKind.SELF_BILLED, amount, VatRole.SMALL_BUSINESS);
    }

    private static InvoiceDraft draft(InvoiceKind kind, String amount, VatRole supplier) {
        var vat =
                CountryPack.of("AT")
                        .orElseThrow()
                        .vat()
                        .of(supplier, VatRole.PRIVATE, LocalDate.parse("2026-06-30"));
        return new InvoiceDraft.Builder(kind, vat)
                .charged("energy", Energy.ofWattHours(10_000), Money.parse(amount))
                .build()
                .orElseThrow();
    }
}
