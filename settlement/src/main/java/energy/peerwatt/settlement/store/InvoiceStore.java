package energy.peerwatt.settlement.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.billing.Invoice;
import energy.peerwatt.settlement.billing.Invoice.Issuer;
import energy.peerwatt.settlement.billing.Invoice.Subject;
import energy.peerwatt.settlement.billing.InvoiceDraft;
import energy.peerwatt.settlement.billing.InvoiceKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps invoices under numbers without gaps. Reactive and thread-safe.
 *
 * <p>A number is drawn in the transaction that keeps the invoice: writers of one series wait for
 * each other, and whatever ends a transaction before its commit takes back number and invoice
 * together. Issuing what is issued already changes nothing and draws no number.
 */
@ApplicationScoped
public class InvoiceStore {

    private static final String OPEN_SERIES =
            "INSERT INTO settlement.invoice_series VALUES ($1, 0) ON CONFLICT DO NOTHING";

    private static final String LOCK_SERIES =
            "SELECT last FROM settlement.invoice_series WHERE issuer = $1 FOR UPDATE";

    private static final String DRAW =
            "UPDATE settlement.invoice_series SET last = last + 1 WHERE issuer = $1 RETURNING last";

    private static final String OF_MONTH =
            InvoiceRows.SELECT
                    + " WHERE i.area = $1 AND i.participant = $2 AND i.month = $3"
                    + " AND i.data_grant = $4"
                    + InvoiceRows.ORDER;

    private static final String OF_PARTICIPANT =
            InvoiceRows.SELECT
                    + " WHERE i.participant = $1 AND i.data_grant = 0"
                    + InvoiceRows.ORDER;

    private static final String OF_GRANTS =
            InvoiceRows.SELECT + " WHERE i.data_grant = ANY($1)" + InvoiceRows.ORDER;

    private static final String OF_AREA =
            InvoiceRows.SELECT + " WHERE i.area = $1 AND i.month = $2" + InvoiceRows.ORDER;

    private static final String ONE =
            InvoiceRows.SELECT + " WHERE i.issuer = $1 AND i.number = $2" + InvoiceRows.ORDER;

    private static final List<InvoiceKind> KINDS =
            List.of(InvoiceKind.INVOICE, InvoiceKind.SELF_BILLED, InvoiceKind.DATA_ACCESS);

    private final Pool pool;

    public InvoiceStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * Issues what a member's month comes to now. What was issued before and is not the same any
     * more is taken back by a credit note first; what is the same stays as it is.
     *
     * @param drafts at most one of each {@link InvoiceKind}, and no credit note; {@link
     *     InvoiceKind#DATA_ACCESS} only for a subject with a grant
     * @param issuedAt market time
     * @return what was issued now, by number
     */
    public Uni<List<Invoice>> issue(
            Issuer issuer,
            Subject subject,
            List<InvoiceDraft> drafts,
            Instant issuedAt,
            String reason) {
        Issuing issuing = new Issuing(issuer, subject, drafts, issuedAt, reason);
        return DatabaseFailure.named(
                "issue invoices", pool.withTransaction(connection -> issue(connection, issuing)));
    }

    private record Issuing(
            Issuer issuer,
            Subject subject,
            List<InvoiceDraft> drafts,
            Instant issuedAt,
            String reason) {

        Invoice invoice(long number, InvoiceDraft draft, Optional<Long> reverses) {
            return new Invoice(issuer, number, subject, draft, reverses, issuedAt, reason);
        }
    }

    private static Uni<List<Invoice>> issue(SqlConnection connection, Issuing issuing) {
        Tuple series = Tuple.of(issuing.issuer().series());
        return connection
                .preparedQuery(OPEN_SERIES)
                .execute(series)
                // Before looking: who waited here sees what the one before has issued.
                .chain(() -> connection.preparedQuery(LOCK_SERIES).execute(series))
                .chain(() -> connection.preparedQuery(OF_MONTH).execute(month(issuing.subject())))
                .map(InvoiceRows::invoices)
                .chain(before -> insertAll(connection, issuing, before));
    }

    private static Uni<List<Invoice>> insertAll(
            SqlConnection connection, Issuing issuing, List<Invoice> before) {
        Uni<List<Invoice>> issued = Uni.createFrom().item(new ArrayList<>());
        for (InvoiceKind kind : KINDS) {
            Optional<InvoiceDraft> wanted = ofKind(issuing.drafts(), kind);
            Optional<Invoice> standing = standing(before, kind);
            if (standing.isPresent()
                    && wanted.filter(standing.get().draft()::isSameAs).isPresent()) {
                continue;
            }
            int version = 1 + (int) before.stream().filter(i -> i.draft().kind() == kind).count();
            if (standing.isPresent()) {
                issued =
                        issued.chain(list ->
                                insert(
                                        connection,
                                        issuing,
                                        list,
                                        standing.get().draft().reversed(),
                                        Optional.of(standing.get().number()),
                                        version - 1));
            }
            if (wanted.isPresent()) {
                issued =
                        issued.chain(list ->
                                insert(
                                        connection,
                                        issuing,
                                        list,
                                        wanted.get(),
                                        Optional.empty(),
                                        version));
            }
        }
        return issued.map(List::copyOf);
    }

    private static Uni<List<Invoice>> insert(
            SqlConnection connection,
            Issuing issuing,
            List<Invoice> issued,
            InvoiceDraft draft,
            Optional<Long> reverses,
            int version) {
        return connection
                .preparedQuery(DRAW)
                .execute(Tuple.of(issuing.issuer().series()))
                .map(rows -> rows.iterator().next().getLong(0))
                .map(number -> issuing.invoice(number, draft, reverses))
                .call(invoice ->
                        connection
                                .preparedQuery(InvoiceRows.INSERT)
                                .execute(InvoiceRows.tuple(invoice, version)))
                .call(invoice ->
                        connection
                                .preparedQuery(InvoiceRows.INSERT_LINE)
                                .executeBatch(InvoiceRows.lines(invoice)))
                .invoke(issued::add)
                .replaceWith(issued);
    }

    private static Optional<InvoiceDraft> ofKind(List<InvoiceDraft> drafts, InvoiceKind kind) {
        List<InvoiceDraft> found = drafts.stream().filter(draft -> draft.kind() == kind).toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException("two drafts of kind " + kind);
        }
        return found.stream().findFirst();
    }

    /** The last document of a kind that no credit note has taken back. */
    private static Optional<Invoice> standing(List<Invoice> before, InvoiceKind kind) {
        return before.stream()
                .filter(invoice -> invoice.draft().kind() == kind)
                .filter(invoice ->
                        before.stream()
                                .noneMatch(other ->
                                        other.reverses()
                                                .filter(n -> n == invoice.number())
                                                .isPresent()))
                .findFirst();
    }

    private static Tuple month(Subject subject) {
        return Tuple.of(
                subject.area().value(),
                subject.participant().value(),
                subject.month().atDay(1),
                subject.grant());
    }

    /** What readers of these consents were invoiced, by number. */
    public Uni<List<Invoice>> ofGrants(List<Long> grants) {
        return read(OF_GRANTS, Tuple.of(grants.toArray(Long[]::new)));
    }

    /** A member's documents by number, not those about its data to others. */
    public Uni<List<Invoice>> of(ParticipantId participant) {
        return read(OF_PARTICIPANT, Tuple.of(participant.value()));
    }

    /** All documents about an area's month by number. */
    public Uni<List<Invoice>> of(AreaId area, YearMonth month) {
        return read(OF_AREA, Tuple.of(area.value(), month.atDay(1)));
    }

    /** One document. */
    public Uni<Optional<Invoice>> find(String series, long number) {
        return read(ONE, Tuple.of(series, number)).map(found -> found.stream().findFirst());
    }

    private Uni<List<Invoice>> read(String query, Tuple parameters) {
        return DatabaseFailure.named(
                "read invoices",
                pool.preparedQuery(query).execute(parameters).map(InvoiceRows::invoices));
    }
}
