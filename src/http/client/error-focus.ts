/** A page that came back with errors begins at their summary (checklists.md B1-3); it wins over an autofocused field. */

export function focusErrorSummary(root: ParentNode): void {
  root.querySelector<HTMLElement>('.error-summary')?.focus();
}
