package energy.peerwatt.web.rest;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.web.parts.Chain;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.settling.SettlementProblems;
import energy.peerwatt.web.status.StatusBoard;
import energy.peerwatt.web.view.ChainView;
import energy.peerwatt.web.view.SettlementProblemView;
import energy.peerwatt.web.view.StatusView;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What the market has done, and where to check it. */
@Path("/api/v1")
@Tag(name = "status")
public class StatusResource {

    private final StatusBoard board;
    private final Parts parts;

    private final CurrentCaller caller;

    private final SettlementProblems problems;

    public StatusResource(
            StatusBoard board, Parts parts, CurrentCaller caller, SettlementProblems problems) {
        this.board = board;
        this.parts = parts;
        this.caller = caller;
        this.problems = problems;
    }

    @GET
    @Path("/status")
    @Operation(
            summary =
                    "What the market has done so far; needs no login. Balancing is of"
                            + " the area, by default the first that has a limit")
    @NonBlocking
    public StatusView status(@QueryParam("area") @Nullable String area) {
        return board.view(area(area));
    }

    private static Optional<AreaId> area(@Nullable String text) {
        OptionalLong id = Inputs.number("area", text);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        if (id.getAsLong() < 1 || id.getAsLong() > Integer.MAX_VALUE) {
            throw Inputs.invalid("area", "is no area");
        }
        return Optional.of(new AreaId((int) id.getAsLong()));
    }

    @GET
    @Path("/settlement-problems")
    @Operation(summary = "Areas whose settlement stands still, and why; operators only")
    public Uni<List<SettlementProblemView>> settlementProblems() {
        caller.access().requireOperator();
        return problems.all().map(all -> all.stream().map(SettlementProblemView::of).toList());
    }

    @GET
    @Path("/chain")
    @Blocking
    @Operation(summary = "Where anybody can check balances and roots without us")
    public ChainView chain() throws IOException {
        Chain chain = parts.chain();
        return new ChainView(
                chain.rpcUrl(),
                chain.id(),
                chain.gateway().contract().checksummed(),
                contracts(chain),
                chain.gateway().chainHeight());
    }

    private static Map<String, String> contracts(Chain chain) {
        Map<String, String> contracts = new TreeMap<>();
        chain.gateway()
                .contracts()
                .forEach((name, address) -> contracts.put(name, address.checksummed()));
        return contracts;
    }
}
