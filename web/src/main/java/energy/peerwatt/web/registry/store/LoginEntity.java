package energy.peerwatt.web.registry.store;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.registry.Login;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Row of {@code market.login}. */
@Entity
@Table(schema = "market", name = "login")
@NullUnmarked
class LoginEntity {

    @Id
    @Column(name = "login")
    String login;

    @Column(name = "password_hash")
    String passwordHash;

    @Column(name = "participant_id")
    @Nullable Long participantId;

    static LoginEntity of(Login login) {
        LoginEntity entity = new LoginEntity();
        entity.login = login.login();
        entity.passwordHash = login.passwordHash();
        entity.participantId = login.participant().map(ParticipantId::value).orElse(null);
        return entity;
    }

    Login toRecord() {
        return new Login(
                login, passwordHash, Optional.ofNullable(participantId).map(ParticipantId::new));
    }
}
