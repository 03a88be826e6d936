package energy.peerwatt.web.rest;

import energy.peerwatt.settlement.billing.InvoiceCsv;
import energy.peerwatt.settlement.store.InvoiceStore;
import energy.peerwatt.web.billing.InvoiceProblem;
import energy.peerwatt.web.billing.InvoiceProblems;
import energy.peerwatt.web.billing.Invoices;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.view.AreaInvoicesView;
import energy.peerwatt.web.view.InvoiceView;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.YearMonth;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Issuing invoices, and lists of them for operators and utilities; utility and operators only. */
@Path("/api/v1/areas/{id}/invoices")
@Tag(name = "invoices")
public class AreaInvoiceResource {

    private final Registry registry;
    private final Invoices invoices;
    private final InvoiceStore store;
    private final InvoiceProblems problems;
    private final CurrentCaller caller;

    public AreaInvoiceResource(
            Registry registry,
            Invoices invoices,
            InvoiceStore store,
            InvoiceProblems problems,
            CurrentCaller caller) {
        this.problems = problems;
        this.registry = registry;
        this.invoices = invoices;
        this.store = store;
        this.caller = caller;
    }

    private static final int LONGEST_REASON = 200;

    /** Why a month's invoices are issued, kept with each of them. */
    public record IssueRequest(
            @NotNull String month, @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    @POST
    @Operation(
            summary =
                    "Issues what each member's month comes to; where that has changed since, a"
                            + " credit note and a new invoice. May be repeated")
    public Uni<IssuedView> issue(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @NotNull @Valid IssueRequest request) {
        caller.access().requireUtility();
        YearMonth month = Inputs.requiredMonth("month", request.month());
        return AreaResource.find(registry, id)
                .chain(area -> invoices.issue(area, month, request.reason()))
                .onFailure(IllegalArgumentException.class)
                .transform(TariffResource::problem)
                .map(result ->
                        switch (result) {
                            case Invoices.Result.Issued(var issued, var failed) ->
                                    new IssuedView(
                                            issued.stream().map(InvoiceView::of).toList(),
                                            problems(failed));
                            case Invoices.Result.Refused(Invoices.Refusal why) ->
                                    throw refused(why);
                        });
    }

    /**
     * What was issued now.
     *
     * @param problems members of whom nothing was issued, with the reason; the others have theirs
     */
    public record IssuedView(List<InvoiceView> invoices, List<AreaInvoicesView.Problem> problems) {}

    private static List<AreaInvoicesView.Problem> problems(List<InvoiceProblem> failed) {
        return failed.stream()
                .map(one -> new AreaInvoicesView.Problem(one.member().value(), one.problem()))
                .toList();
    }

    private static ProblemException refused(Invoices.Refusal why) {
        String detail =
                switch (why) {
                    case MONTH_NOT_SETTLED ->
                            "The month is not over, or its last interval is not settled.";
                    case NO_ISSUER -> "Nobody issues the area's invoices at the month's end.";
                };
        return new ProblemException(
                Problem.of(409, "not-to-be-invoiced", "Not to be invoiced yet", detail)
                        .withReason(why.name()));
    }

    @GET
    @Operation(summary = "A month's invoices and credit notes with their sums")
    public Uni<AreaInvoicesView> list(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("month") @Nullable String text) {
        caller.access().requireUtility();
        YearMonth month = Inputs.requiredMonth("month", text);
        return AreaResource.find(registry, id)
                .map(area -> area.rules().area())
                .chain(area ->
                        store.of(area, month)
                                .chain(found ->
                                        problems.of(area, month)
                                                .map(failed ->
                                                        AreaInvoicesView.of(
                                                                month.toString(),
                                                                found,
                                                                problems(failed)))));
    }

    @GET
    @Path("/csv")
    @Produces(StatementResource.CSV)
    @Operation(summary = "A month's invoices and credit notes, a row per line")
    public Uni<String> csv(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("month") @Nullable String text) {
        caller.access().requireUtility();
        YearMonth month = Inputs.requiredMonth("month", text);
        return AreaResource.find(registry, id)
                .chain(area -> store.of(area.rules().area(), month))
                .map(InvoiceCsv::of);
    }
}
