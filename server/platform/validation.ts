/** Requests are checked by the contract's own schemas; every fault is told by its field. */
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';

/** `path` is a JSON pointer; empty for the whole. */
export type Fault = { path: string; message: string };

/** One entry per field at fault, the first that was found. */
function faultsOf(errors: TLocalizedValidationError[]): Fault[] {
  const byPath = new Map<string, Fault>();
  for (const fault of allFaults(errors)) {
    if (!byPath.has(fault.path)) byPath.set(fault.path, fault);
  }
  return [...byPath.values()];
}

/** Unknown and missing fields by their own name, a choice as one. */
function allFaults(errors: TLocalizedValidationError[]): Fault[] {
  const choices = errors.filter((error) => error.keyword === 'anyOf');
  const inChoice = (error: TLocalizedValidationError) =>
    choices.some(({ schemaPath }) => error.schemaPath.startsWith(`${schemaPath}/anyOf/`));
  return errors.flatMap((error): Fault[] => {
    const { instancePath: path, message } = error;
    if (error.keyword === 'boolean' || inChoice(error)) return [];
    if (error.keyword === 'additionalProperties') {
      return error.params.additionalProperties.map((name) => ({
        path: `${path}/${name}`,
        message: 'is not a field that is known here',
      }));
    }
    if (error.keyword === 'required') {
      return error.params.requiredProperties.map((name) => ({
        path: `${path}/${name}`,
        message: 'is missing',
      }));
    }
    if (error.keyword === 'anyOf') {
      const values = errors.flatMap((other) =>
        other.keyword === 'const' && other.schemaPath.startsWith(`${error.schemaPath}/anyOf/`)
          ? [JSON.stringify(other.params.allowedValue)]
          : [],
      );
      const words = values.length > 0 ? `must be one of ${values.join(', ')}` : 'does not fit';
      return [{ path, message: words }];
    }
    // The pattern itself says little to a person.
    return [{ path, message: error.keyword === 'pattern' ? 'has not the right form' : message }];
  });
}

/** Bodies are taken as they are; what comes as text in an address becomes what its schema says. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const check = Compile(schema);
  const fromText = httpPart !== 'body';
  return (received: unknown) => {
    const value = fromText ? check.Default(check.Convert({ ...(received as object) })) : received;
    if (check.Check(value)) return { value };
    const error = Object.assign(new Error(`The ${httpPart ?? 'request'} does not fit.`), {
      statusCode: 400,
      validation: faultsOf(check.Errors(value) as TLocalizedValidationError[]),
      validationContext: httpPart,
    });
    return { error };
  };
};
