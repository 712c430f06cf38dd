"""Who signs a publication, of those who may and whose keys are here. Unlocks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signage.errors import UsageError
from signage.release._authority import holders, threshold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from securesystemslib.signer import CryptoSigner

    from signage.release._authority import Authority, ContentRole
    from signage.release._keyring import Keyring

__all__ = ["name_of", "signing"]


def signing(
    authority: Authority,
    role: ContentRole,
    keyring: Keyring,
    by: Sequence[str],
    *,
    elsewhere: int = 0,
) -> tuple[list[CryptoSigner], bool]:
    """Unlock who signs, and tell whether a person is among them.

    `elsewhere` of those who must sign do so at another time; of those here, one does at least.

    Raises:
        UsageError: too few can, a passphrase is wrong, or it has to be said who.
    """
    members = holders(authority, role)
    needs = max(threshold(authority, role) - elsewhere, 1)
    here = [each for each in members if keyring.has(each.keyid)]
    if by:
        unknown = set(by) - {each.name for each in here}
        if unknown:
            names = ", ".join(each.name for each in here) or "nobody's"
            raise UsageError(
                f"no {role} key of {', '.join(sorted(unknown))} here: there is {names}"
            )
        chosen = [each for each in here if each.name in by]
        if len(chosen) < needs:
            raise UsageError(f"{needs} have to sign: name them all with --by")
        signers = [keyring.signer(each.keyid) for each in chosen]
        return signers, any(not each.unattended for each in chosen)
    persons = [each.keyid for each in here if not each.unattended]
    machines = [each.keyid for each in here if each.unattended]
    if persons and (keyring.passphrases.ready or not machines):
        if len(persons) > needs and keyring.passphrases.asks:
            names = ", ".join(each.name for each in here)
            raise UsageError(f"say who signs with --by: {names}")
        signers = keyring.some(persons, needs)
        if len(signers) == needs:
            return signers, True
    elif len(machines) >= needs:
        return keyring.some(machines, needs), False
    names = ", ".join(each.name for each in members) or "nobody"
    raise UsageError(
        f"{needs} {role} key{'s' if needs > 1 else ''} must sign, and {len(persons)} "
        f"{'are' if len(persons) != 1 else 'is'} in {keyring.folders[0]}; who may: {names}"
    )


def name_of(authority: Authority, role: ContentRole, signer: CryptoSigner) -> str:
    """Give whose key that is."""
    keyid = signer.public_key.keyid
    return next((each.name for each in holders(authority, role) if each.keyid == keyid), keyid[:8])
