package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.accounts.NewAccount;
import energy.peerwatt.web.accounts.PasswordLogin;
import energy.peerwatt.web.accounts.Passwords;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.view.AccountEventView;
import energy.peerwatt.web.view.AccountHolderView;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Who may log in, as what, and for which homes; admins only. */
@Path("/api/v1/accounts")
@Tag(name = "accounts")
public class AccountResource {

    private final Accounts accounts;
    private final Passwords passwords;
    private final Registry registry;
    private final AccountEvents events;
    private final CurrentCaller caller;

    public AccountResource(
            Accounts accounts,
            Passwords passwords,
            Registry registry,
            AccountEvents events,
            CurrentCaller caller) {
        this.events = events;
        this.accounts = accounts;
        this.passwords = passwords;
        this.registry = registry;
        this.caller = caller;
    }

    /**
     * An account to be.
     *
     * @param password none if it gets in by other means
     */
    public record Creation(
            @NotNull @Pattern(regexp = "[!-9;-~]{1,254}") String login,
            @NotBlank @Size(max = 100) @Pattern(regexp = "\\P{Cc}+") String name,
            @Nullable @Size(max = 200) String password) {

        @Override
        public String toString() {
            return "Creation";
        }
    }

    /** All the roles that an account is to have. */
    public record Roles(@NotNull Set<@NotNull AccountRole> roles) {}

    @GET
    @Operation(summary = "All accounts with their roles and homes; admins only")
    public Uni<List<AccountHolderView>> all() {
        caller.access().requireAdmin();
        return accounts.all().map(all -> all.stream().map(AccountHolderView::of).toList());
    }

    @POST
    @Operation(summary = "Makes an account without roles and homes; admins only")
    public Uni<RestResponse<AccountHolderView>> create(@NotNull @Valid Creation body) {
        caller.access().requireAdmin();
        Author author = caller.author();
        Optional<String> password = Optional.ofNullable(body.password());
        password.flatMap(Passwords::fault)
                .ifPresent(why -> {
                    throw Inputs.invalid("password", why);
                });
        return Uni.createFrom()
                .item(() -> password.map(passwords::hash))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(hash ->
                        accounts.create(
                                new NewAccount(
                                        PasswordLogin.normal(body.login()),
                                        body.name(),
                                        hash,
                                        Set.of(),
                                        Set.of())))
                .map(created ->
                        created.orElseThrow(() -> Inputs.invalid("login", "is taken already")))
                .call(id -> events.record(id, Kind.ACCOUNT_MADE, author, "by an admin"))
                .chain(this::view)
                .map(view -> RestResponse.status(RestResponse.Status.CREATED, view));
    }

    @PUT
    @Path("/{id}/roles")
    @Operation(summary = "Gives an account these roles and no others; admins only")
    public Uni<AccountHolderView> setRoles(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @NotNull @Valid Roles body) {
        String login = caller.access().requireAdmin();
        Author author = caller.author();
        return find(id).invoke(
                        account -> {
                            if (account.login().equals(login)
                                    && !body.roles().contains(AccountRole.ADMIN)) {
                                throw Inputs.invalid("roles", "would take ADMIN from yourself");
                            }
                        })
                .call(account -> accounts.setRoles(account.id(), body.roles()))
                .call(account ->
                        events.record(account.id(), Kind.ROLES_SET, author, names(body.roles())))
                .chain(account -> view(account.id()));
    }

    @PUT
    @Path("/{id}/homes/{participant}")
    @Operation(summary = "Lets a person act for a home, besides others who do; admins only")
    public Uni<AccountHolderView> letIn(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("participant") @Schema(type = SchemaType.INTEGER) String participant) {
        caller.access().requireAdmin();
        Author author = caller.author();
        ParticipantId home = Homes.id(participant);
        return registry.participant(home)
                .invoke(found -> {
                    if (found.isEmpty()) {
                        throw new ProblemException(Problem.notFound("participant " + participant));
                    }
                })
                .chain(() -> find(id))
                .call(account -> accounts.letIn(account.id(), home))
                .call(account -> events.record(account.id(), Kind.HOME_JOINED, author, participant))
                .chain(account -> view(account.id()));
    }

    @DELETE
    @Path("/{id}/homes/{participant}")
    @Operation(summary = "Lets a person no longer act for a home; admins only")
    public Uni<AccountHolderView> letOut(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("participant") @Schema(type = SchemaType.INTEGER) String participant) {
        caller.access().requireAdmin();
        Author author = caller.author();
        ParticipantId home = Homes.id(participant);
        return find(id).call(account -> accounts.letOut(account.id(), home))
                .call(account -> events.record(account.id(), Kind.HOME_LEFT, author, participant))
                .chain(account -> view(account.id()));
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Takes an account away and signs it out; admins only")
    public Uni<RestResponse<Void>> remove(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id) {
        String login = caller.access().requireAdmin();
        Author author = caller.author();
        return find(id).invoke(
                        account -> {
                            if (account.login().equals(login)) {
                                throw Inputs.invalid("id", "is your own account");
                            }
                        })
                .chain(account -> accounts.remove(account.id(), Optional.of(author)))
                .replaceWith(RestResponse.noContent());
    }

    @GET
    @Path("/{id}/events")
    @Operation(summary = "What happened with an account, the newest first; admins only")
    public Uni<List<AccountEventView>> events(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("limit") @Nullable String limit) {
        caller.access().requireAdmin();
        int most = Inputs.limit(limit, 50, 1000);
        return find(id).chain(account -> events.of(account.id(), most))
                .map(all -> all.stream().map(AccountEventView::of).toList());
    }

    @GET
    @Path("/events")
    @Operation(summary = "What happened with all accounts, the newest first; admins only")
    public Uni<List<AccountEventView>> allEvents(@QueryParam("limit") @Nullable String limit) {
        caller.access().requireAdmin();
        return events.all(Inputs.limit(limit, 50, 1000))
                .map(all -> all.stream().map(AccountEventView::of).toList());
    }

    private static String names(Set<AccountRole> roles) {
        return roles.stream().sorted().map(AccountRole::name).collect(Collectors.joining(", "));
    }

    private Uni<AccountHolderView> view(long id) {
        return find(Long.toString(id));
    }

    private Uni<AccountHolderView> find(String id) {
        return accounts.find(Inputs.requiredNumber("id", id))
                .map(found ->
                        found.map(AccountHolderView::of)
                                .orElseThrow(() ->
                                        new ProblemException(Problem.notFound("account " + id))));
    }
}
