/** How many days an invitation is good for: so long its temporary password signs in. */
export const invitationDays = 7;
