package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.ChainAddress;
import energy.peerwatt.settlement.chain.ChainGateway;
import energy.peerwatt.settlement.chain.Withdrawals;
import energy.peerwatt.settlement.chain.Withdrawals.Payee;
import energy.peerwatt.settlement.store.Withdrawal;
import energy.peerwatt.unit.Money;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.parts.Chain;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.view.AccountView;
import energy.peerwatt.web.view.AccountView.MoneyInAndOut;
import energy.peerwatt.web.view.AccountView.WithdrawalView;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** A participant's account in the vault, and the way to take money out of it. */
@Path("/api/v1/participants/{id}/account")
@Tag(name = "participants")
public class VaultAccountResource {

    private final Homes homes;
    private final Parts parts;
    private final AccountEvents events;
    private final Presence presence;
    private final CurrentCaller caller;

    public VaultAccountResource(
            Homes homes,
            Parts parts,
            AccountEvents events,
            Presence presence,
            CurrentCaller caller) {
        this.homes = homes;
        this.parts = parts;
        this.events = events;
        this.presence = presence;
        this.caller = caller;
    }

    /**
     * Where to be paid.
     *
     * @param signature of the address's key over the text that {@code payout-text} gives (EIP-191)
     * @param proof that the person still sits there
     */
    public record PayoutAddress(
            @NotNull String address, @NotNull String signature, @NotNull @Valid Proof proof) {}

    /** What a wallet is to sign. */
    public record PayoutText(String text) {}

    /**
     * What to take out.
     *
     * @param amount of the currency, positive
     * @param proof that the person still sits there
     */
    public record Wish(@NotNull String amount, @NotNull @Valid Proof proof) {}

    @GET
    @Operation(summary = "The participant's account in the vault, what came in and what is leaving")
    public Uni<AccountView> account(@PathParam("id") @Schema(type = SchemaType.INTEGER) String id) {
        ParticipantId participant = Homes.id(id);
        Access access = caller.access();
        access.requireMayRead(participant);
        OptionalLong account = access.account();
        return onWorker(participant, one -> view(one, account));
    }

    /**
     * @param account of the caller, who sees its own address; none for whoever is not signed in
     */
    private AccountView view(ParticipantId participant, OptionalLong account) {
        Chain chain = parts.chain();
        ChainGateway gateway = chain.gateway();
        return AccountView.of(
                participant.value(),
                chain.accounts().addressOf(participant),
                gateway.accountOf(participant),
                gateway.hasPlayMoney(),
                new MoneyInAndOut(
                        account.isPresent()
                                ? gateway.withdrawals().payee(participant, account.getAsLong())
                                : Optional.empty(),
                        gateway.depositsOf(participant),
                        gateway.withdrawals().of(participant)));
    }

    @GET
    @Path("/payout-text")
    @Operation(summary = "What an address's key signs to be paid there; the member alone")
    public Uni<PayoutText> payoutText(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("address") @Nullable String address) {
        Access access = caller.access();
        ParticipantId participant = own(access, id);
        long account = access.requirePerson().account();
        ChainAddress payee = address(address);
        return onWorker(
                participant,
                one ->
                        new PayoutText(
                                parts.chain()
                                        .gateway()
                                        .withdrawals()
                                        .proofText(one, account, payee)
                                        .text()));
    }

    @PUT
    @Path("/payout-address")
    @Operation(
            summary =
                    "Names the address that oneself is paid at; the member alone, who shows once more who it is")
    public Uni<AccountView> nameAddress(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @NotNull @Valid PayoutAddress wanted) {
        Access access = caller.access();
        ParticipantId participant = own(access, id);
        long account = access.requirePerson().account();
        Author author = caller.author();
        ChainAddress payee = address(wanted.address());
        return stillThere(access, wanted.proof())
                .chain(() ->
                        onWorker(
                                participant, one -> named(one, account, payee, wanted.signature())))
                .call(() ->
                        events.record(
                                account,
                                Kind.PAYOUT_ADDRESS_SET,
                                author,
                                "home " + participant + ": " + payee.checksummed()));
    }

    private AccountView named(
            ParticipantId participant, long account, ChainAddress payee, String signature) {
        Withdrawals out = parts.chain().gateway().withdrawals();
        if (!out.name(participant, account, payee, signature)) {
            throw Inputs.invalid("signature", "is not of the address's key over the text");
        }
        return view(participant, OptionalLong.of(account));
    }

    @POST
    @Path("/withdrawals")
    @Operation(
            summary =
                    "Takes money out to the address that oneself has named; the member alone, who"
                            + " shows once more who it is")
    public Uni<RestResponse<WithdrawalView>> withdraw(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @NotNull @Valid Wish wish) {
        Access access = caller.access();
        ParticipantId participant = own(access, id);
        long account = access.requirePerson().account();
        Author author = caller.author();
        Money amount = amount(wish.amount());
        return stillThere(access, wish.proof())
                .chain(() -> onWorker(participant, one -> requireCovered(one, account, amount)))
                // First, so that no money leaves without a trace.
                .call(() ->
                        events.record(
                                account,
                                Kind.WITHDRAWAL_ASKED,
                                author,
                                "home " + participant + ": " + amount))
                .chain(() -> onWorker(participant, one -> ask(one, account, amount)))
                .map(one ->
                        RestResponse.status(RestResponse.Status.CREATED, WithdrawalView.of(one)));
    }

    @DELETE
    @Path("/withdrawals/{withdrawal}")
    @Operation(summary = "Calls a withdrawal off that is not being paid yet; the member alone")
    public Uni<WithdrawalView> callOff(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("withdrawal") @Schema(type = SchemaType.INTEGER) String withdrawal) {
        Access access = caller.access();
        ParticipantId participant = own(access, id);
        long account = access.requirePerson().account();
        Author author = caller.author();
        return onWorker(participant, one -> calledOff(one, withdrawal))
                .call(one ->
                        events.record(
                                account,
                                Kind.WITHDRAWAL_CANCELLED,
                                author,
                                "home " + participant + ": " + one.amount()))
                .map(WithdrawalView::of);
    }

    private Withdrawal calledOff(ParticipantId participant, String withdrawal) {
        Withdrawal one =
                Inputs.number("withdrawal", withdrawal).stream()
                        .boxed()
                        .flatMap(number ->
                                parts
                                        .chain()
                                        .gateway()
                                        .withdrawals()
                                        .callOff(participant, number)
                                        .stream())
                        .findFirst()
                        .orElseThrow(() ->
                                new ProblemException(Problem.notFound("withdrawal " + withdrawal)));
        return switch (one.state()) {
            case CALLING_OFF, CALLED_OFF -> one;
            case REQUESTED, WAITING, PAYING, PAID, REFUSED ->
                    throw conflict(
                            "withdrawal-not-waiting", "It is being paid already, or has ended.");
        };
    }

    /** A second proof of who it is, before money moves. */
    private Uni<Void> stillThere(Access access, Proof proof) {
        return presence.require(
                access.requirePerson().login(), caller.session(), caller.address(), proof);
    }

    private Money requireCovered(ParticipantId participant, long account, Money amount) {
        ChainGateway gateway = parts.chain().gateway();
        Payee payee =
                gateway.withdrawals()
                        .payee(participant, account)
                        .orElseThrow(() -> conflict("no-payout-address", "Name an address first."));
        if (!gateway.withdrawals().isPayable(payee)) {
            throw conflict(
                    "payout-address-new",
                    "Nothing is paid to a new address before " + payee.payableFrom() + ".");
        }
        Money available =
                gateway.accountOf(participant)
                        .map(ChainGateway.Account::available)
                        .orElse(Money.ZERO);
        if (available.compareTo(amount) < 0) {
            throw conflict("not-that-much", "The account has " + available + " to take out.");
        }
        return available;
    }

    private Withdrawal ask(ParticipantId participant, long account, Money amount) {
        return parts.chain()
                .gateway()
                .withdrawals()
                .request(participant, account, amount)
                .orElseThrow(() ->
                        conflict("withdrawal-under-way", "An earlier one is still under way."));
    }

    private static ProblemException conflict(String id, String detail) {
        return new ProblemException(Problem.of(409, id, id.replace('-', ' '), detail));
    }

    private static ParticipantId own(Access access, String id) {
        ParticipantId participant = Homes.id(id);
        access.requireSelf(participant);
        return participant;
    }

    private static ChainAddress address(@Nullable String text) {
        try {
            return new ChainAddress(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw Inputs.invalid("address", "is not 0x and 40 hexadecimal digits");
        }
    }

    private static Money amount(String text) {
        try {
            Money amount = Money.parse(text);
            if (amount.compareTo(Money.ZERO) > 0) {
                return amount;
            }
        } catch (IllegalArgumentException e) {
            throw Inputs.invalid("amount", "is not an amount of money");
        }
        throw Inputs.invalid("amount", "is not positive");
    }

    /** The chain and the outbox block. */
    private <T> Uni<T> onWorker(ParticipantId participant, Function<ParticipantId, T> work) {
        return homes.find(participant)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(home -> work.apply(home.participant().id()));
    }
}
