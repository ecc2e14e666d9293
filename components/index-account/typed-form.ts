/** What stands in a form's fields, without spaces around it. */
export const typedIn = (form: HTMLFormElement): ((name: string) => string) => {
  const typed = new FormData(form);
  return (name) => String(typed.get(name) ?? '').trim();
};
