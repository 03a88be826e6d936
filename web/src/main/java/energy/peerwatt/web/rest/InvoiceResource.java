package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.billing.Invoice;
import energy.peerwatt.settlement.billing.InvoiceCsv;
import energy.peerwatt.settlement.print.InvoicePdf;
import energy.peerwatt.settlement.store.InvoiceStore;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.consent.StaffRead.Kind;
import energy.peerwatt.web.consent.StaffReads;
import energy.peerwatt.web.view.InvoiceView;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A member's invoices and credit notes: only for the member itself and for operators. */
@Path("/api/v1/participants/{id}/invoices")
@Tag(name = "invoices")
public class InvoiceResource {

    private final Homes homes;
    private final InvoiceStore invoices;
    private final StaffReads staffReads;
    private final CurrentCaller caller;

    public InvoiceResource(
            Homes homes, InvoiceStore invoices, StaffReads staffReads, CurrentCaller caller) {
        this.homes = homes;
        this.invoices = invoices;
        this.staffReads = staffReads;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "All of them by number")
    public Uni<List<InvoiceView>> invoices(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id) {
        return all(id).map(found -> found.stream().map(InvoiceView::of).toList());
    }

    @GET
    @Path("/{number}")
    @Operation(summary = "One of them")
    public Uni<InvoiceView> invoice(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("number") String number) {
        return one(id, number).map(InvoiceView::of);
    }

    @GET
    @Path("/{number}/csv")
    @Produces(StatementResource.CSV)
    @Operation(summary = "One of them, a row per line")
    public Uni<String> csv(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("number") String number) {
        return one(id, number).map(invoice -> InvoiceCsv.of(List.of(invoice)));
    }

    @GET
    @Path("/{number}/pdf")
    @Produces(StatementResource.PDF)
    @Operation(summary = "One of them on paper")
    public Uni<byte[]> pdf(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("number") String number) {
        return one(id, number)
                .chain(invoice ->
                        homes.area(invoice.subject().area())
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .map(area -> InvoicePdf.of(invoice, area.zone())));
    }

    private Uni<List<Invoice>> all(String id) {
        ParticipantId participant = Homes.id(id);
        Access access = caller.access();
        access.requireOwnOrUtility(participant);
        return invoices.of(participant)
                .call(() -> staffReads.note(access, participant, Kind.BILLS));
    }

    private Uni<Invoice> one(String id, String number) {
        return all(id).map(found ->
                found.stream()
                        .filter(invoice -> invoice.fullNumber().equals(number))
                        .findFirst()
                        .orElseThrow(
                                () -> new ProblemException(Problem.notFound("invoice " + number))));
    }
}
